import type { Target } from '../rules/model.ts';
import { type Intent, type LedgerView, type NewIntent, newestIntent, unnamedId } from '../store/ledger.ts';
import type { NotificationRecord, Operation } from '../store/record.ts';
import { carryOut } from './carry-out.ts';
import { keyOf } from './decide-with-facts.ts';
import type { TargetExecution } from './execute-target.ts';
import { operationOf } from './operation-of.ts';
import { isUnnamed, type Step } from './resolve-steps.ts';
import { settleTarget } from './settle-target.ts';

/** Steps whose intents stand, and the ledger as it was right after they were written. */
export interface Standing {
  standing: Step[];
  view: LedgerView;
}

/** A few more fit into the 4 KB that DynamoDB takes of an expression. */
export const intentsAtOnce = 20;

/** Writes a target's intents, in one update unless there are a great many. */
export async function writeIntents(
  execution: TargetExecution,
  target: Target,
  steps: readonly Step[],
  settled: Operation[],
): Promise<Standing> {
  const written: Standing = { standing: [], view: new Map() };
  for (let from = 0; from < steps.length; from += intentsAtOnce) {
    const some = steps.slice(from, from + intentsAtOnce);
    const { standing, view } = await writeTogether(execution, target, some, settled);
    written.standing.push(...standing);
    written.view = view;
  }
  return written;
}

/**
 * All at once. Where a newer one stands for one of the tags, none is written: then those that it supersedes are
 * settled, and the rest are written without them.
 */
async function writeTogether(
  execution: TargetExecution,
  target: Target,
  steps: readonly Step[],
  settled: Operation[],
): Promise<Standing> {
  const { deps, record } = execution;
  const known = record.tags_known.includes(keyOf(target));
  const standing: Step[] = [];
  let open: readonly Step[] = steps;
  for (;;) {
    const written = await deps.ledger.write(
      target,
      open.map((step) => newIntent(step, record, known)),
    );
    if (written !== null) return { standing: [...standing, ...open], view: written };

    const view = await deps.ledger.read(target);
    const rest: Step[] = [];
    for (const step of open) {
      const newest = newestOf(view, step);
      if (newest === null || newest.order < step.intent.order) {
        rest.push(step);
      } else if (newest.record === record.identity) {
        standing.push(ownAgain(step, newest, view));
      } else if (isUnnamed(step)) {
        // Whether it is superseded shows when the tag is known.
        standing.push(step);
      } else {
        await giveWay(execution, target, step, { newest, view, settled });
      }
    }
    if (rest.length === 0) return { standing, view };
    open = rest;
  }
}

/** The step of an attempt before this one: where that was to call, so is this. */
function ownAgain(step: Step, newest: Intent, view: LedgerView): Step {
  const called = view.get(step.tag.id)?.intent;
  const isToCall = step.facts === 'satisfied' && called?.order === newest.order;
  return { ...step, intent: newest, ...(isToCall ? { facts: 'contested' } : {}) };
}

/** The newer one's own worker calls. But an earlier attempt of ours may have called after it. */
async function giveWay(
  { deps, record, resumed }: TargetExecution,
  target: Target,
  step: Step,
  { settled, ...superseding }: { newest: Intent; view: LedgerView; settled: Operation[] },
): Promise<void> {
  if (resumed) {
    let { newest, view } = superseding;
    while (!(await carryOut(deps, target, step.tag, { intent: newest, view }))) {
      view = await deps.ledger.read(target);
      newest = newestOf(view, step) ?? newest;
    }
    // It is a call like any other: while it was on its way, a still newer one may have come and called before it.
    await settleTarget(deps, target, [{ ...step, intent: newest, nowOurs: false }]);
  }
  if (step.facts === 'satisfied') return;
  settled.push(operationOf(record, target, step, 'superseded', { tag_id: step.tag.id }));
}

/** Of the tag, or of its name by one who did not know the tag. */
function newestOf(view: LedgerView, { tag, op }: Step): Intent | null {
  const newest = (id: string) => {
    const entry = view.get(id);
    return entry === undefined ? null : newestIntent(entry);
  };
  const byId = newest(tag.id);
  const byName = op === 'add' ? newest(unnamedId(tag.name)) : null;
  return byName !== null && (byId === null || byId.order < byName.order) ? byName : byId;
}

function newIntent(step: Step, record: NotificationRecord, isKnown: boolean): NewIntent {
  const { op, tag, intent, facts } = step;
  const at = Math.trunc(Date.parse(record.happened_at) / 1000);
  const known = isKnown && facts === undefined;
  return {
    tagId: tag.id,
    intent,
    flip: { op, at, sure: known },
    ours: known && op === 'add',
    // By a name alone it is written like any removal: additions look for it there.
    satisfied: facts === 'satisfied' && !isUnnamed(step),
    unnamedId: op === 'add' && tag.name !== '' ? unnamedId(tag.name) : undefined,
  };
}
