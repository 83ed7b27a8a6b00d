import type { Target } from '../rules/model.ts';
import type { LedgerView } from '../store/ledger.ts';
import type { Operation, OperationOutcome } from '../store/record.ts';
import { callIntercom } from './carry-out.ts';
import { classifyFailure } from './classify-failure.ts';
import { keyOf } from './decide-with-facts.ts';
import type { Execution } from './execute-changes.ts';
import type { ExecutionDeps, TargetExecution } from './execute-target.ts';
import { maxFlips, recentFlips } from './flips.ts';
import { giveUpOn } from './give-up-on.ts';
import { operationOf } from './operation-of.ts';
import type { Step } from './resolve-steps.ts';
import type { TagAnswer } from './tagging-port.ts';

export interface CalledStep extends Step {
  /** By the answer, the tag is ours though the facts did not show it absent. */
  nowOurs: boolean;
}

/** Calls Intercom for each step, in order; one that fails leaves the others be. */
export async function callSteps(
  execution: TargetExecution,
  target: Target,
  { steps, view }: { steps: readonly Step[]; view: LedgerView },
  { operations, failures }: Execution,
): Promise<CalledStep[]> {
  const { deps, record } = execution;
  const called: CalledStep[] = [];
  for (const step of steps) {
    const tag_id = step.tag.id;
    if (await isOverLimit(deps, target, step, view)) {
      operations.push(operationOf(record, target, step, 'flip_limit', { tag_id }));
      continue;
    }
    const startedAt = deps.now();
    try {
      const { operation, nowOurs } = await callStep(execution, target, step);
      operations.push({ ...operation, ms: deps.now() - startedAt });
      called.push({ ...step, nowOurs });
    } catch (error) {
      const final = await giveUpOn(deps, record, target, step.tag, error);
      if (final !== null) {
        const ms = deps.now() - startedAt;
        operations.push(operationOf(record, target, step, final.outcome, { ...final, tag_id, ms }));
        continue;
      }
      failures.push(error);
      // It concerns every call: the others would fail alike.
      if (classifyFailure(error).kind !== 'unknown') break;
    }
  }
  return called;
}

async function isOverLimit(
  { ledger }: ExecutionDeps,
  target: Target,
  { tag, intent }: Step,
  view: LedgerView,
): Promise<boolean> {
  if (intent.op === 'hold') return true;
  if (recentFlips(view.get(tag.id)?.flips ?? [], intent) <= maxFlips) return false;
  await ledger.hold(target, tag.id, intent);
  return true;
}

async function callStep(
  { deps, record }: TargetExecution,
  target: Target,
  step: Step,
): Promise<{ operation: Operation; nowOurs: boolean }> {
  const { op, tag } = step;
  const known = step.facts !== 'contested' && record.tags_known.includes(keyOf(target));
  const startedAt = deps.now();
  const answer = await callIntercom(deps, target, op, tag);
  const outcome = outcomeOf(op, answer, known, startedAt);
  const nowOurs = outcome === 'tagged' && !known && isSince(answer, startedAt);
  const owner = outcome === 'tagged' && (known || nowOurs) ? 'ours' : 'unknown';
  const more: Partial<Operation> = { tag_id: tag.id, ...(op === 'add' ? { owner } : {}) };
  return { operation: operationOf(record, target, step, outcome, more), nowOurs };
}

function outcomeOf(
  op: 'add' | 'remove',
  answer: TagAnswer,
  known: boolean,
  startedAt: number,
): OperationOutcome {
  if (op === 'remove') return known || answer.appliedAt !== null ? 'untagged' : 'not_tagged';
  return known || answer.appliedAt === null || isSince(answer, startedAt) ? 'tagged' : 'already_tagged';
}

/** Whether the tag came with our request, as far as whole seconds of two clocks tell. */
function isSince({ appliedAt }: TagAnswer, startedAt: number): boolean {
  return appliedAt !== null && appliedAt >= Math.floor(startedAt / 1000);
}
