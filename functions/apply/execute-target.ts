import type { Change, TagRef, Target } from '../rules/model.ts';
import type { Intent, LedgerView, NewIntent } from '../store/ledger.ts';
import type { NotificationRecord, Operation, OperationOutcome } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { classifyFailure } from './classify-failure.ts';
import { keyOf } from './decide-with-facts.ts';
import type { Execution } from './execute-changes.ts';
import { maxFlips, recentFlips } from './flips.ts';
import { giveUpOn } from './give-up-on.ts';
import type { ResolvedTag, TagAnswer } from './tagging-port.ts';

export interface TargetExecution {
  deps: ApplyDeps;
  record: NotificationRecord;
  createTags: boolean;
  removeOnlyOwn: boolean;
  /** An earlier attempt may have called Intercom. */
  resumed: boolean;
}

/** One tag to be added to or removed from the target. */
interface Step {
  op: 'add' | 'remove';
  /** As the decision names it. */
  ref: TagRef;
  tag: ResolvedTag;
  intent: Intent;
}

/**
 * The changes of one target, by the ledger's protocol: (1) write the intents if none is newer; (2) call
 * Intercom; (3) read the ledger, and where a newer intent stands by now, carry that out. So the last writer
 * by notification wins, whatever the order of delivery and whoever else works on the target.
 */
export async function executeTarget(execution: TargetExecution, change: Change): Promise<Execution> {
  const { target } = change;
  const operations: Operation[] = [];
  const failures: unknown[] = [];
  try {
    const steps = await resolveSteps(execution, change, operations);
    if (steps.length > 0) {
      const { standing, view } = await writeIntents(execution, target, steps, operations);
      const called = await callAll(execution, target, standing, view, operations, failures);
      await settle(execution, target, called);
    }
    return { operations, failures };
  } catch (error) {
    // What was called and not settled is to be settled by the next attempt: none of it is done.
    return { operations: [], failures: [...failures, error] };
  }
}

/** Names to ids, before anything is written. What the workspace has no tag for needs no call. */
async function resolveSteps(execution: TargetExecution, change: Change, done: Operation[]): Promise<Step[]> {
  const { deps, record, createTags, removeOnlyOwn } = execution;
  const { target } = change;
  const owned = removeOnlyOwn && change.remove.length > 0 ? await deps.ledger.read(target) : undefined;
  const steps: Step[] = [];
  for (const op of ['add', 'remove'] as const) {
    for (const ref of change[op]) {
      const tag = await deps.intercom.resolveTag(ref, op === 'add' && createTags);
      if (tag === null) {
        done.push(operationOf(record, target, op, ref, op === 'add' ? 'tag_gone' : 'not_tagged'));
      } else if (op === 'remove' && owned !== undefined && owned.get(tag.id)?.ours !== true) {
        done.push(operationOf(record, target, op, ref, 'not_ours', { tag_id: tag.id }));
      } else {
        steps.push({ op, ref, tag, intent: intentOf(record, op, tag, deps.now()) });
      }
    }
  }
  return steps;
}

/** Writes the intents; gives the steps that stand, and the ledger as it was right after. */
async function writeIntents(
  execution: TargetExecution,
  target: Target,
  steps: readonly Step[],
  done: Operation[],
): Promise<{ standing: Step[]; view: LedgerView }> {
  const { deps, record, resumed } = execution;
  const known = record.tags_known.includes(keyOf(target));
  let open: readonly Step[] = steps;
  const standing: Step[] = [];
  for (;;) {
    const intents = open.map((step): NewIntent => newIntent(step, record, known));
    const written = open.length === 0 ? null : await deps.ledger.write(target, intents);
    if (written !== null) return { standing: [...standing, ...open], view: written };

    const view = await deps.ledger.read(target);
    const rest: Step[] = [];
    for (const step of open) {
      const newest = view.get(step.tag.id)?.intent;
      if (newest === undefined || newest.order < step.intent.order) rest.push(step);
      else if (newest.record === record.identity) standing.push({ ...step, intent: newest });
      else {
        // The newer one's own worker calls. But an earlier attempt of ours may have called after it.
        if (resumed) await carryOut(deps, target, step.tag, newest);
        done.push(operationOf(record, target, step.op, step.ref, 'superseded', { tag_id: step.tag.id }));
      }
    }
    if (rest.length === 0) return { standing, view };
    open = rest;
  }
}

function newIntent(step: Step, record: NotificationRecord, known: boolean): NewIntent {
  const at = Math.trunc(Date.parse(record.happened_at) / 1000);
  return {
    tagId: step.tag.id,
    intent: step.intent,
    flip: { op: step.op, at, sure: known },
    ours: known && step.op === 'add',
  };
}

interface Called extends Step {
  /** By the answer, the tag is ours though the facts did not show it absent. */
  nowOurs: boolean;
}

/** Calls Intercom for each step, in order; one that fails leaves the others be. */
async function callAll(
  execution: TargetExecution,
  target: Target,
  steps: readonly Step[],
  view: LedgerView,
  done: Operation[],
  failures: unknown[],
): Promise<Called[]> {
  const { deps, record } = execution;
  const called: Called[] = [];
  for (const step of steps) {
    const { op, ref, tag } = step;
    if (await isOverLimit(deps, target, step, view)) {
      done.push(operationOf(record, target, op, ref, 'flip_limit', { tag_id: tag.id }));
      continue;
    }
    const startedAt = deps.now();
    try {
      const { operation, nowOurs } = await callOne(execution, target, step);
      done.push({ ...operation, ms: deps.now() - startedAt });
      called.push({ ...step, nowOurs });
    } catch (error) {
      const given = await giveUpOn(deps, record, target, tag, error);
      if (given !== null) {
        const ms = deps.now() - startedAt;
        done.push(operationOf(record, target, op, ref, given.outcome, { ...given, tag_id: tag.id, ms }));
        continue;
      }
      failures.push(error);
      // It concerns every call: the others would fail alike.
      if (classifyFailure(error).kind !== 'unknown') break;
    }
  }
  return called;
}

async function isOverLimit(deps: ApplyDeps, target: Target, step: Step, view: LedgerView): Promise<boolean> {
  const { tag, intent } = step;
  if (intent.op === 'hold') return true;
  if (recentFlips(view.get(tag.id)?.flips ?? [], intent) <= maxFlips) return false;
  await deps.ledger.hold(target, tag.id, intent);
  return true;
}

async function callOne(
  { deps, record }: TargetExecution,
  target: Target,
  { op, ref, tag }: Step,
): Promise<{ operation: Operation; nowOurs: boolean }> {
  const known = record.tags_known.includes(keyOf(target));
  const startedAt = deps.now();
  const answer = await call(deps, target, op, tag);
  const outcome = outcomeOf(op, answer, known, startedAt);
  const nowOurs = outcome === 'tagged' && !known && isSince(answer, startedAt);
  const owner = outcome === 'tagged' && (known || nowOurs) ? 'ours' : 'unknown';
  const more: Partial<Operation> = { tag_id: tag.id, ...(op === 'add' ? { owner } : {}) };
  return { operation: operationOf(record, target, op, ref, outcome, more), nowOurs };
}

/** Step 3: whoever called last reads, and repairs what a newer intent wants otherwise. */
async function settle(execution: TargetExecution, target: Target, called: readonly Called[]): Promise<void> {
  const { deps } = execution;
  if (called.length === 0) return;
  const owned = called.filter((each) => each.nowOurs).map((each) => each.tag.id);
  let view = owned.length > 0 ? await deps.ledger.own(target, owned) : await deps.ledger.read(target);
  const last = new Map(called.map((each) => [each.tag.id, each.intent]));
  for (;;) {
    let repaired = false;
    for (const { tag } of called) {
      const newest = view.get(tag.id)?.intent;
      if (newest === undefined || newest.order === last.get(tag.id)?.order) continue;
      if (newest.op !== last.get(tag.id)?.op)
        repaired = (await carryOut(deps, target, tag, newest)) || repaired;
      last.set(tag.id, newest);
    }
    if (!repaired) return;
    view = await deps.ledger.read(target);
  }
}

/** Does what another record's intent wants. Idempotent: its own worker may do it, too. */
async function carryOut(deps: ApplyDeps, target: Target, tag: ResolvedTag, intent: Intent): Promise<boolean> {
  if (intent.op === 'hold') return false;
  await call(deps, target, intent.op, tag);
  return true;
}

function call(deps: ApplyDeps, target: Target, op: 'add' | 'remove', tag: ResolvedTag): Promise<TagAnswer> {
  return op === 'add' ? deps.intercom.addTag(target, tag) : deps.intercom.removeTag(target, tag);
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

function intentOf(record: NotificationRecord, op: 'add' | 'remove', tag: ResolvedTag, now: number): Intent {
  return {
    op,
    order: record.order,
    rules: rulesOf(record),
    record: record.identity,
    tag: tag.name,
    written_at: now,
  };
}

function operationOf(
  record: NotificationRecord,
  target: Target,
  op: 'add' | 'remove',
  tag: TagRef,
  outcome: OperationOutcome,
  more: Partial<Operation> = {},
): Operation {
  return { op, target, tag, rules: rulesOf(record), outcome, ms: 0, ...more };
}

function rulesOf(record: NotificationRecord): string[] {
  return record.matched.filter(({ mode }) => mode === 'live').map(({ rule }) => rule);
}
