import type { TagRef, Target } from '../rules/model.ts';
import type { NotificationRecord, Operation, OperationOutcome } from '../store/record.ts';

/** The entry in a record of what became of one tag on one object. */
export function operationOf(
  record: NotificationRecord,
  target: Target,
  { op, ref }: { op: 'add' | 'remove'; ref: TagRef },
  outcome: OperationOutcome,
  more: Partial<Operation> = {},
): Operation {
  return { op, target, tag: ref, rules: liveRulesOf(record), outcome, ms: 0, ...more };
}

export function liveRulesOf({ matched }: NotificationRecord): string[] {
  return matched.filter(({ mode }) => mode === 'live').map(({ rule }) => rule);
}
