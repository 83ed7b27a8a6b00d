import type { Change, TagRef } from '../rules/model.ts';
import type { Intent } from '../store/ledger.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import type { TargetExecution } from './execute-target.ts';
import { liveRulesOf, operationOf } from './operation-of.ts';
import type { ResolvedTag } from './tagging-port.ts';

/** One tag to be added to or removed from a target. */
export interface Step {
  op: 'add' | 'remove';
  /** As the decision names it. */
  ref: TagRef;
  tag: ResolvedTag;
  intent: Intent;
}

/** Names to ids, before anything is written. What needs no call is settled here: it goes into `settled`. */
export async function resolveSteps(
  { deps, record, createTags, removeOnlyOwn }: TargetExecution,
  change: Change,
  settled: Operation[],
): Promise<Step[]> {
  const { target } = change;
  const owned = removeOnlyOwn && change.remove.length > 0 ? await deps.ledger.read(target) : undefined;
  const steps: Step[] = [];
  for (const op of ['add', 'remove'] as const) {
    for (const ref of change[op]) {
      const tag = await deps.intercom.resolveTag(ref, op === 'add' && createTags);
      if (tag === null) {
        const outcome = op === 'add' ? 'tag_gone' : 'not_tagged';
        settled.push(operationOf(record, target, { op, ref }, outcome));
      } else if (op === 'remove' && owned !== undefined && owned.get(tag.id)?.ours !== true) {
        settled.push(operationOf(record, target, { op, ref }, 'not_ours', { tag_id: tag.id }));
      } else {
        steps.push({ op, ref, tag, intent: intentOf(record, op, tag, deps.now()) });
      }
    }
  }
  return steps;
}

function intentOf(record: NotificationRecord, op: 'add' | 'remove', tag: ResolvedTag, now: number): Intent {
  return {
    op,
    order: record.order,
    rules: liveRulesOf(record),
    record: record.identity,
    tag: tag.name,
    written_at: now,
  };
}
