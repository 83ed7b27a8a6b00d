import type { Target } from '../rules/model.ts';
import { type Intent, type LedgerView, type NewIntent, unnamedId } from '../store/ledger.ts';
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

/**
 * Writes a target's intents at once. Where a newer one stands for one of the tags, none is written: then those
 * that it supersedes are settled, and the rest are written without them.
 */
export async function writeIntents(
  { deps, record, resumed }: TargetExecution,
  target: Target,
  steps: readonly Step[],
  settled: Operation[],
): Promise<Standing> {
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
      if (newest === undefined || newest.order < step.intent.order) {
        rest.push(step);
      } else if (newest.record === record.identity) {
        standing.push({ ...step, intent: newest });
      } else if (isUnnamed(step)) {
        // Whether it is superseded shows when the tag is known.
        standing.push(step);
      } else {
        // The newer one's own worker calls. But an earlier attempt of ours may have called after it.
        if (resumed) await carryOutAndLookBack(deps, target, step, newest);
        settled.push(operationOf(record, target, step, 'superseded', { tag_id: step.tag.id }));
      }
    }
    if (rest.length === 0) return { standing, view };
    open = rest;
  }
}

/** It is a call like any other: while it was on its way, a still newer one may have come and called before it. */
async function carryOutAndLookBack(
  deps: TargetExecution['deps'],
  target: Target,
  step: Step,
  newest: Intent,
): Promise<void> {
  await carryOut(deps, target, step.tag, newest);
  await settleTarget(deps, target, [{ ...step, intent: newest, nowOurs: false }]);
}

/** Of the tag, or of its name by one who did not know the tag. */
function newestOf(view: LedgerView, { tag, op }: Step): Intent | undefined {
  const byId = view.get(tag.id)?.intent;
  const byName = op === 'add' ? view.get(unnamedId(tag.name))?.intent : undefined;
  return byName !== undefined && (byId === undefined || byId.order < byName.order) ? byName : byId;
}

function newIntent({ op, tag, intent }: Step, record: NotificationRecord, known: boolean): NewIntent {
  const at = Math.trunc(Date.parse(record.happened_at) / 1000);
  return {
    tagId: tag.id,
    intent,
    flip: { op, at, sure: known },
    ours: known && op === 'add',
    unnamedId: op === 'add' && tag.name !== '' ? unnamedId(tag.name) : undefined,
  };
}
