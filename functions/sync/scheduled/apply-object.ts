import type { Delivery } from '../../apply/apply-deps.ts';
import { ClaimHeldError } from '../../apply/claim-held-error.ts';
import { classifyFailure, type FailureKind } from '../../apply/classify-failure.ts';
import { executeRecord } from '../../apply/execute-record.ts';
import { identityOf } from '../../apply/identity-of.ts';
import { claimOf, decidedRecord, freshRecord, leaseMs } from '../../apply/new-record.ts';
import type { Work } from '../../apply/work.ts';
import { writeDetails } from '../../apply/write-details.ts';
import { heldOutcomes, type NotificationRecord } from '../../store/record.ts';
import type { DecidedObject } from './decide-object.ts';
import type { RuleRun } from './rule-run.ts';
import type { ScheduledWork } from './scheduled-work.ts';

/** `before`: this tick has done it already. */
export type AppliedObject = 'changed' | 'unchanged' | 'held_back' | 'failed' | 'before';

/**
 * Carries a decision out as apply does a notification's: record, ledger, calls. A run that was killed finds its
 * record, and goes on with the decision that it holds. Throws what concerns every object alike.
 */
export async function applyObject(
  work: ScheduledWork,
  run: RuleRun,
  { subject, notification, factual }: DecidedObject,
  more: Partial<NotificationRecord> = {},
): Promise<AppliedObject> {
  const { deps } = work;
  const own = ownWork(work, run);
  const fresh = freshRecord(own, notification, subject);
  // What it finds as it wants it leaves no intent: a search finds thousands of these, and the next tick looks again.
  const decided = { ...decidedRecord(fresh, run.active.version, { ...factual, satisfied: [] }), ...more };
  const taken = await take(work, claimOf(deps, decided));
  if (taken === null) return 'before';

  await writeDetails(deps, run.active, taken.record, Buffer.alloc(0), factual.facts);
  return execute(own, run, taken);
}

/** Goes on with what a run that died left of an object: the decisions of this tick that it had claimed. */
export async function finishObject(work: ScheduledWork, run: RuleRun, id: string): Promise<void> {
  const { deps } = work;
  for (const key of [run.key, endedKey(run), shadowKey(run)]) {
    const topic = `schedule:${run.rule.id}`;
    const identity = identityOf({ id: key, topic, app_id: deps.appId }, { type: run.type, id });
    const was = await deps.records.read(deps.appId, identity);
    if (was === null || was.status !== 'claimed') continue;
    const own = ownWork(work, run);
    const taken = await take(work, claimOf(deps, was));
    if (taken === null) continue;
    await writeDetails(deps, run.active, taken.record, Buffer.alloc(0), {});
    await execute(own, run, taken);
  }
}

/** The ids of what is decided for a tick beside its matches. */
export const endedKey = ({ key }: RuleRun): string => `${key}#ended`;
/** Nothing is changed in shadow, so that every tick finds the same: one record is of all of them. */
export const shadowKey = ({ key }: RuleRun): string => `shadow#${key.split('#')[1] ?? ''}`;

interface Taken {
  record: NotificationRecord;
  /** A run that died may have called Intercom. */
  resumed: boolean;
}

async function execute(own: Work, run: RuleRun, { record, resumed }: Taken): Promise<AppliedObject> {
  const { deps } = own;
  own.record = record;
  try {
    await executeRecord(own, record, { resumed });
  } catch (error) {
    if (concernsAll.has(classifyFailure(error).kind)) throw error;
    deps.log.warn('a scheduled change failed', { rule: run.rule.id }, error);
    await fail(own, own.record ?? record, error);
    return 'failed';
  }
  const { operations } = own.record;
  if (operations.some(({ outcome }) => heldOutcomes.has(outcome))) return 'held_back';
  const changed = operations.some(({ outcome }) => outcome === 'tagged' || outcome === 'untagged');
  return changed ? 'changed' : 'unchanged';
}

/** Of these the next object would meet the same. What is left unfinished, the next run finishes. */
export const concernsAll: ReadonlySet<FailureKind> = new Set([
  'rate_limited',
  'claim_held',
  'out_of_time',
  'paused',
  'token_refused',
  'admin_gone',
  'intercom_down',
  'network',
  'store_busy',
] satisfies FailureKind[]);

/** Makes the record ours; null where it is done. */
async function take({ deps }: ScheduledWork, record: NotificationRecord): Promise<Taken | null> {
  if (await deps.records.create(record)) return { record, resumed: false };
  const was = await deps.records.read(record.app_id, record.identity);
  if (was === null || was.status === 'finished' || was.status === 'failed') return null;
  const lease = { lease_until: record.lease_until, lease_holder: record.lease_holder };
  // A put whose answer was lost is sent again, and fails on what it wrote.
  const ours = was.lease_holder === record.lease_holder;
  const heldUntil = was.lease_until ?? 0;
  if (!ours && heldUntil > deps.now()) throw new ClaimHeldError(heldUntil);
  const taken = { ...was, ...lease };
  if (!(await deps.records.replace(taken, was))) throw new ClaimHeldError(deps.now());
  return { record: taken, resumed: true };
}

/** The next tick decides anew, so that there is nothing to try again. */
async function fail({ deps }: Work, record: NotificationRecord, error: unknown): Promise<void> {
  await deps.records.update(
    record,
    {
      status: 'failed',
      outcome: 'failed',
      operations: record.operations,
      attempts: record.attempts + 1,
      error: error instanceof Error ? `${error.name}: ${error.message}` : typeof error,
      lease_until: 0,
      finished_at: new Date(deps.now()).toISOString(),
    },
    deps.worker,
  );
}

/** Nobody ends a run over an object: what it calls is to be over within the lease of the object's record. */
function ownWork({ deps }: ScheduledWork, run: RuleRun): Work {
  const startedAt = deps.now();
  return {
    deps,
    delivery: deliveryOf(run),
    startedAt,
    endsAt: startedAt + leaseMs,
    alone: false,
    record: null,
    // One call serves many: the run counts them.
    calls: 0,
  };
}

/** There is no message: what apply's parts read of one. */
function deliveryOf({ tick, key }: RuleRun): Delivery {
  return {
    messageId: key,
    receiptHandle: '',
    groupId: '',
    kind: 'schedule',
    body: '',
    attributes: {},
    receiveCount: 1,
    sentAt: tick * 1000,
  };
}
