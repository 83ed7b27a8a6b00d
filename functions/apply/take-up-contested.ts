import type { Target } from '../rules/model.ts';
import type { Operation } from '../store/record.ts';
import type { TargetExecution } from './execute-target.ts';
import { isUnnamed, type Step } from './resolve-steps.ts';
import { type Standing, writeIntents } from './write-intents.ts';

/**
 * Of the steps that the facts showed as done leaves those that the ledger contradicts: the newest call of ours was to
 * do the opposite. The facts may be from before that call, so that one more makes sure, with an intent like any other.
 */
export async function takeUpContested(
  execution: TargetExecution,
  target: Target,
  { standing, view }: Standing,
  settled: Operation[],
): Promise<Standing> {
  const isDone = (step: Step) => step.facts === 'satisfied' && !isUnnamed(step);
  const others = standing.filter((step) => !isDone(step));
  const opposed = standing.filter((step) => {
    const entry = view.get(step.tag.id);
    const opposite = step.op === 'add' ? 'remove' : 'add';
    if (!isDone(step) || entry?.intent?.op !== opposite) return false;
    return step.op === 'add' || !execution.removeOnlyOwn || entry.ours;
  });
  if (opposed.length === 0) return { standing: others, view };
  const contested = opposed.map((step): Step => ({ ...step, facts: 'contested' }));
  const written = await writeIntents(execution, target, contested, settled);
  return { standing: [...others, ...written.standing], view: written.view };
}
