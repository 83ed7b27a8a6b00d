import type { Target } from '../rules/model.ts';
import type { Intent, LedgerView } from '../store/ledger.ts';
import type { ExecutionDeps } from './execute-target.ts';
import { OutOfTimeError } from './out-of-time-error.ts';
import type { ResolvedTag, TagAnswer } from './tagging-port.ts';

/**
 * Does what another record's intent wants; its own worker may do it, too, for that changes nothing. Where none was to call
 * for it, that one does is noted first: facts from before this call are contested by it. False: a newer one stands by now.
 */
export async function carryOut(
  deps: ExecutionDeps,
  target: Target,
  tag: ResolvedTag,
  { intent, view }: { intent: Intent; view: LedgerView },
): Promise<boolean> {
  const { op, order } = intent;
  if (op === 'hold') return true;
  if (view.get(tag.id)?.intent?.order !== order) {
    const flip = { op, at: Number(order.slice(0, 12)), sure: false };
    const noted = await deps.ledger.write(target, [{ tagId: tag.id, intent, flip, ours: false }]);
    if (noted === null) return false;
  }
  await callIntercom(deps, target, op, tag);
  return true;
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
