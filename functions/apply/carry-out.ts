import type { Target } from '../rules/model.ts';
import type { Intent } from '../store/ledger.ts';
import type { ExecutionDeps } from './execute-target.ts';
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

export function callIntercom(
  { intercom }: ExecutionDeps,
  target: Target,
  op: 'add' | 'remove',
  tag: ResolvedTag,
): Promise<TagAnswer> {
  return op === 'add' ? intercom.addTag(target, tag) : intercom.removeTag(target, tag);
}
