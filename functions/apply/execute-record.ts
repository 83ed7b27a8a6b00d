import {
  heldOutcomes,
  type NotificationRecord,
  type Operation,
  type RecordOutcome,
} from '../store/record.ts';
import type { ApplyDeps, Verdict } from './apply-deps.ts';
import { ClaimHeldError } from './claim-held-error.ts';
import { callsOf } from './count-calls.ts';
import { executeChanges } from './execute-changes.ts';
import { holdBack, withoutPaused } from './hold-back.ts';
import { leaseMs } from './new-record.ts';
import type { Work } from './work.ts';

/**
 * Executes the decision of a claimed record, and finishes it. Throws the failure that keeps it from that. `resumed`: an
 * earlier attempt may have called Intercom; `released`: a person has looked, and no limit holds.
 */
export async function executeRecord(
  work: Work,
  record: NotificationRecord,
  { resumed, released = false }: { resumed: boolean; released?: boolean },
): Promise<Verdict> {
  const { deps } = work;
  const { ruleset } = await deps.rulesets(record.ruleset_version);
  const { settings } = ruleset;
  // An attempt before this one has counted what it let go, and may have done it: that is capped no more.
  const isCounted = released || record.counted === true;
  const held = await holdBack(deps, record, isCounted ? null : ruleset);
  const settled = [...record.operations, ...held];
  // A release is of what was held back alone.
  const satisfied = released ? [] : await withoutPaused(deps, record.satisfied);
  const { operations, failures } = await executeChanges(
    { ...deps, endsAt: work.endsAt },
    { ...record, operations: settled, satisfied },
    {
      createTags: settings.create_missing_tags,
      takeTemplateTag: async () => released || deps.limits.takeTemplateTag(deps.templateTagsPerDay),
      removeOnlyOwn: settings.remove_only_own,
      resumed,
    },
  );
  work.record = { ...record, operations, counted: true };
  if (failures.length > 0) throw failures.at(-1);

  const outcome = outcomeOf(work.record);
  const finished = await deps.records.update(
    record,
    {
      status: 'finished',
      operations,
      outcome,
      lease_until: 0,
      finished_at: new Date(deps.now()).toISOString(),
      ms: deps.now() - work.startedAt,
      ...callsOf(record, work),
    },
    deps.worker,
  );
  // Another worker took it up after our lease ran out, and finishes it by the same decision.
  if (!finished) throw new ClaimHeldError(deps.now() + leaseMs);
  countChanges(deps, operations.slice(record.operations.length));
  return { kind: 'done', outcome };
}

function countChanges(
  { metrics, log }: Pick<ApplyDeps, 'metrics' | 'log'>,
  operations: readonly Operation[],
): void {
  const capped = operations.filter(({ outcome }) => outcome === 'capped');
  if (capped.length > 0) {
    metrics.count('Capped', capped.length);
    const rules = [...new Set(capped.flatMap((each) => each.rules))];
    log.warn('changes are capped', { rules, changes: capped.length });
  }
  metrics.count('Changes', operations.filter(({ outcome }) => !heldOutcomes.has(outcome)).length);
}

function outcomeOf({ matched, changes, operations }: NotificationRecord): RecordOutcome {
  if (!matched.some(({ mode }) => mode === 'live')) return 'shadow';
  if (changes.length === 0 && operations.length === 0) return 'already_tagged';
  const changed = operations.some(({ outcome }) => outcome === 'tagged' || outcome === 'untagged');
  if (changed) return 'tagged';
  const held = operations.filter(({ outcome }) => heldOutcomes.has(outcome));
  if (held.length > 0) return held.some(({ outcome }) => outcome === 'capped') ? 'capped' : 'paused';
  if (operations.every(({ outcome }) => outcome === 'subject_gone')) return 'subject_gone';
  return operations.every(({ outcome }) => outcome === 'refused') ? 'refused' : 'already_tagged';
}
