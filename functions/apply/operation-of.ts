import type { TagRef, Target } from '../rules/model.ts';
import type { NotificationRecord, Operation, OperationOutcome } from '../store/record.ts';
import { rulesBehind } from './origin-in.ts';

/** The entry in a record of what became of one tag on one object. */
export function operationOf(
  record: NotificationRecord,
  target: Target,
  { op, ref }: { op: 'add' | 'remove'; ref: TagRef },
  outcome: OperationOutcome,
  more: Partial<Operation> = {},
): Operation {
  return { op, target, tag: ref, rules: rulesBehind(record, target, op, ref), outcome, ms: 0, ...more };
}
