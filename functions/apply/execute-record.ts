import type { NotificationRecord, RecordOutcome } from '../store/record.ts';
import type { Verdict } from './apply-deps.ts';
import { ClaimHeldError } from './claim-held-error.ts';
import { executeChanges } from './execute-changes.ts';
import { leaseMs } from './new-record.ts';
import type { Work } from './work.ts';

/** Executes the decision of a claimed record, and finishes it. Throws the failure that keeps it from that. */
export async function executeRecord(
  work: Work,
  record: NotificationRecord,
  resumed: boolean,
): Promise<Verdict> {
  const { deps } = work;
  const { settings } = (await deps.rulesets()).ruleset;
  const { operations, failures } = await executeChanges(deps, record, {
    createTags: settings.create_missing_tags,
    removeOnlyOwn: settings.remove_only_own,
    resumed,
  });
  work.record = { ...record, operations };
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
    },
    deps.worker,
  );
  // Another worker took it up after our lease ran out, and finishes it by the same decision.
  if (!finished) throw new ClaimHeldError(deps.now() + leaseMs);
  deps.metrics.count('Changes', operations.length);
  return { kind: 'done', outcome };
}

function outcomeOf({ matched, changes, operations }: NotificationRecord): RecordOutcome {
  if (!matched.some(({ mode }) => mode === 'live')) return 'shadow';
  if (changes.length === 0) return 'already_tagged';
  const changed = operations.some(({ outcome }) => outcome === 'tagged' || outcome === 'untagged');
  if (changed) return 'tagged';
  if (operations.every(({ outcome }) => outcome === 'subject_gone')) return 'subject_gone';
  return operations.every(({ outcome }) => outcome === 'refused') ? 'refused' : 'already_tagged';
}
