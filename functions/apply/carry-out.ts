import type { Target } from '../rules/model.ts';
import type { Intent } from '../store/ledger.ts';
import type { ExecutionDeps } from './execute-target.ts';
import { OutOfTimeError } from './out-of-time-error.ts';
import type { ResolvedTag, TagAnswer } from './tagging-port.ts';

/** Does what another record's intent wants; its own worker may do it, too, for that changes nothing. */
export async function carryOut(
  deps: ExecutionDeps,
  target: Target,
  tag: ResolvedTag,
  { op }: Intent,
): Promise<void> {
  if (op !== 'hold') await callIntercom(deps, target, op, tag);
}

/** The longest that a tag call takes, its repetitions and its waits for the rate limit included: see `createApplyDeps`. */
const longestCallMs = 10_000;

/**
 * Not where it might outlive the worker, and so its lease: whoever takes the record up next looks at the ledger to see
 * what stands, and a call of a worker before it that comes later would undo what it sees.
 */
export async function callIntercom(
  { intercom, now, endsAt }: ExecutionDeps,
  target: Target,
  op: 'add' | 'remove',
  tag: ResolvedTag,
): Promise<TagAnswer> {
  if (now() + longestCallMs > endsAt) throw new OutOfTimeError();
  return op === 'add' ? intercom.addTag(target, tag) : intercom.removeTag(target, tag);
}
