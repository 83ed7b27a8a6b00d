import type { Target } from '../rules/model.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import { operationOf } from './operation-of.ts';
import type { Step } from './resolve-steps.ts';

/**
 * The first step of each tag: rules may name one tag by its id and by a name, or by a name that it had before, which the
 * decision cannot know. Additions come first, and so win. The others are settled; an intent is written once.
 */
export function oneStepATag(
  record: NotificationRecord,
  target: Target,
  steps: readonly Step[],
  settled: Operation[],
): Step[] {
  const firsts = new Map<string, Step>();
  for (const step of steps) {
    const tag_id = step.tag.id;
    const first = firsts.get(tag_id);
    if (first === undefined) firsts.set(tag_id, step);
    else if (step.facts !== 'satisfied') {
      const done = step.op === 'add' ? 'already_tagged' : 'not_tagged';
      const outcome = first.op === step.op ? done : 'superseded';
      settled.push(operationOf(record, target, step, outcome, { tag_id }));
    }
  }
  return [...firsts.values()];
}
