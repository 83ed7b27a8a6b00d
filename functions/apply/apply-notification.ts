import { unpack } from '../platform/pack.ts';
import { objectOf, subjectOf } from '../rules/subject.ts';
import type { NotificationRecord, RecordOutcome } from '../store/record.ts';
import type { ApplyDeps, Delivery, Verdict } from './apply-deps.ts';
import { ClaimHeldError } from './claim-held-error.ts';
import { decideWithFacts } from './decide-with-facts.ts';
import { executeChanges } from './execute-changes.ts';
import { failRecord, handleFailure } from './handle-failure.ts';
import { claimOf, decidedRecord, freshRecord, leaseMs, missRecord, unparsedRecord } from './new-record.ts';
import { PausedError } from './paused-error.ts';
import { type ReadNotification, readNotification } from './read-notification.ts';
import { writeDetails } from './write-details.ts';

/**
 * One message from the queue to its end: decide, claim, execute, finish. Nothing to do: one write of the
 * finished record. Otherwise the claim holds the decision, so that whoever takes it up again executes it and
 * never decides twice.
 */
export async function applyNotification(deps: ApplyDeps, delivery: Delivery): Promise<Verdict> {
  const work: Work = { deps, delivery, startedAt: deps.now(), record: null };
  try {
    if (delivery.kind === 'uninstall') return await stopTheLine(work);
    if ((await deps.brakes.current()) !== null) throw new PausedError();
    return await apply(work);
  } catch (error) {
    return handleFailure(work, error);
  }
}

/** One message in the making; `record` is what is known of its record so far. */
export interface Work {
  deps: ApplyDeps;
  delivery: Delivery;
  /** Unix ms. */
  startedAt: number;
  record: NotificationRecord | null;
}

async function apply(work: Work): Promise<Verdict> {
  const { deps, delivery } = work;
  const raw = unpack(delivery.body);
  const notification = delivery.kind === 'unparsed' ? null : readNotification(raw);
  if (notification === null) {
    await deps.records.create(unparsedRecord(work, raw));
    return { kind: 'done', outcome: 'unparsed' };
  }
  const fresh = freshRecord(work, notification, objectOf(notification));
  work.record = fresh;
  if (delivery.receiveCount > 1 || isRedriven(delivery)) {
    const before = await takeUp(work, fresh);
    if (before !== null) return before;
  }
  return decide(work, fresh, notification, raw);
}

async function decide(
  work: Work,
  fresh: NotificationRecord,
  notification: ReadNotification,
  raw: Buffer,
): Promise<Verdict> {
  const { deps } = work;
  const ruleset = await deps.rulesets();
  const subject = subjectOf(notification);
  const factual = await decideWithFacts(ruleset, notification, {}, subject, (type, id) =>
    deps.intercom.fetchObject(type, id),
  );
  if (factual.decision.matched.length === 0) {
    const created = await deps.records.create(missRecord(work, fresh, ruleset.version, factual, raw));
    return created ? { kind: 'done', outcome: 'no_match' } : settleWithExisting(work, fresh);
  }
  const record = claimOf(deps, decidedRecord(fresh, ruleset.version, factual));
  if (!(await deps.records.create(record))) return settleWithExisting(work, fresh);
  work.record = record;
  await writeDetails(deps, record, raw, factual.facts);
  return execute(work, record, false);
}

/** A record that is there although this message came for the first time: a second delivery by Intercom. */
async function settleWithExisting(work: Work, fresh: NotificationRecord): Promise<Verdict> {
  const verdict = await takeUp(work, fresh);
  if (verdict !== null) return verdict;
  // What was there gave way between our two looks; the message comes again at once.
  throw new ClaimHeldError(work.deps.now());
}

/**
 * What an earlier delivery left behind. Null: nothing that keeps this one from deciding.
 *
 *     record      lease        what it means                         done here
 *     none, begun -            never decided                         (re)begin, counting a begun one that was
 *                                                                    not given back as a crash
 *     claimed     runs         somebody is at it                     ClaimHeldError: postponed
 *     claimed     0            given back, its failure counted       take up: execute the stored decision
 *     claimed     ran out      the holder died                       count a failure, then take up
 *     finished    -            done                                  duplicate
 *     failed      -            dead-lettered                         duplicate, unless redriven by a person
 */
async function takeUp(work: Work, fresh: NotificationRecord): Promise<Verdict | null> {
  const { deps, delivery } = work;
  const was = await deps.records.read(fresh.app_id, fresh.identity);
  if (was?.status === 'finished' || (was?.status === 'failed' && !isRedriven(delivery))) {
    return { kind: 'done', outcome: 'duplicate' };
  }
  const held = was?.lease_until ?? 0;
  if (was !== null && held > deps.now()) throw new ClaimHeldError(held);

  const crashed = held > 0;
  const attempts = was?.status === 'failed' ? 0 : (was?.attempts ?? 0) + (crashed ? 1 : 0);
  const lease = { lease_until: deps.now() + leaseMs, lease_holder: deps.worker };
  const begun = was === null || was.status === 'begun' || was.matched.length === 0;
  const record: NotificationRecord = begun
    ? { ...fresh, status: 'begun', attempts, ...lease }
    : { ...was, status: 'claimed', attempts, ...lease };
  const taken = was === null ? await deps.records.create(record) : await deps.records.replace(record, was);
  if (!taken) throw new ClaimHeldError(deps.now() + leaseMs);

  work.record = record;
  if (crashed) {
    const failed = await failRecord(work, record, 'the worker that held it died');
    if (failed !== null) return failed;
  }
  Object.assign(fresh, { attempts });
  return begun ? null : execute(work, record, true);
}

async function execute(work: Work, record: NotificationRecord, resumed: boolean): Promise<Verdict> {
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

/** A person returned it from the dead-letter queue: it begins anew. */
function isRedriven({ attributes }: Delivery): boolean {
  return attributes['redrive'] !== undefined;
}

async function stopTheLine({ deps }: Work): Promise<Verdict> {
  const since = new Date(deps.now()).toISOString();
  await deps.brakes.pause({ reason: 'uninstalled', since, until: null });
  deps.metrics.count('Paused');
  deps.log.error('the line is stopped', { reason: 'uninstalled' });
  return { kind: 'done', outcome: 'paused' };
}
