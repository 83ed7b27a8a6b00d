import { unpack } from '../platform/pack.ts';
import { objectOf } from '../rules/subject.ts';
import type { NotificationRecord } from '../store/record.ts';
import { aboutRecord } from './about-record.ts';
import type { ApplyDeps, Delivery, Verdict } from './apply-deps.ts';
import { ClaimHeldError } from './claim-held-error.ts';
import { countCalls } from './count-calls.ts';
import { decideOnce } from './decide-once.ts';
import { dropIfErased } from './erase/drop-if-erased.ts';
import { eraseToldOf } from './erase/erase-told-of.ts';
import { executeRecord } from './execute-record.ts';
import { followMerge } from './follow-merge.ts';
import { handleFailure } from './handle-failure.ts';
import { isEcho } from './is-echo.ts';
import { claimOf, decidedRecord, echoRecord, freshRecord, missRecord, unparsedRecord } from './new-record.ts';
import { PausedError } from './paused-error.ts';
import { type ReadNotification, readNotification } from './read-notification.ts';
import { release } from './release.ts';
import { isRedriven, takeUp } from './take-up.ts';
import { readTrigger } from './triggers/read-trigger.ts';
import { routeTrigger } from './triggers/route-trigger.ts';
import type { Work } from './work.ts';
import { writeDetails } from './write-details.ts';

/**
 * One message from the queue to its end: decide, claim, execute, finish. Nothing to do: one write of the
 * finished record. Otherwise the claim holds the decision, so that whoever takes it up again executes it and
 * never decides twice. `endsAt`: Unix ms at which the worker is ended; `alone`: nothing else is under way.
 */
export async function applyNotification(
  deps: ApplyDeps,
  delivery: Delivery,
  { endsAt, alone }: Pick<Work, 'endsAt' | 'alone'>,
): Promise<Verdict> {
  // A worker may have one record in hand twice: a source's webhook and the message that it was sent on as are in
  // groups of their own, side by side. So a lease is a message's.
  const worker = `${deps.worker}#${delivery.messageId}`;
  const work: Work = {
    deps: { ...deps, worker },
    delivery,
    startedAt: deps.now(),
    endsAt,
    alone,
    record: null,
    calls: 0,
  };
  const verdict = await countCalls(work, () =>
    settle(work).catch((error: unknown) => handleFailure(work, error)),
  );
  return work.record === null ? verdict : { ...verdict, about: aboutRecord(work.record) };
}

async function settle(work: Work): Promise<Verdict> {
  const { deps, delivery } = work;
  if (delivery.kind === 'uninstall') return stopTheLine(work);
  const { pause } = await deps.brakes.current();
  if (pause !== null) throw new PausedError(pause.until);
  return delivery.kind === 'release' ? release(work) : apply(work);
}

async function apply(work: Work): Promise<Verdict> {
  const { deps, delivery } = work;
  const raw = unpackOrKeep(delivery.body);
  const notification = readDelivery(work, raw);
  if (notification === null) {
    await deps.records.create(unparsedRecord(work, raw));
    return { kind: 'done', outcome: 'unparsed' };
  }
  const erased = (await eraseToldOf(deps, notification)) ?? (await dropIfErased(deps, notification));
  if (erased !== null) return erased;
  // What fails from here on is counted in it. Not before: nothing is kept of who is erased.
  const fresh = freshRecord(work, notification, objectOf(notification));
  work.record = fresh;
  await followMerge(deps, notification, fresh);
  if (delivery.receiveCount > 1 || isRedriven(delivery)) {
    const before = await takeUp(work, fresh);
    if (before !== null) return before;
  }
  if (fresh.source !== 'trigger') return decide(work, fresh, notification, raw);
  const routed = await routeTrigger(work, fresh, notification);
  return routed ?? decide(work, fresh, notification, Buffer.from(JSON.stringify(notification)));
}

function readDelivery({ deps, delivery }: Work, raw: Buffer): ReadNotification | null {
  if (delivery.kind === 'unparsed') return null;
  return delivery.kind === 'trigger' ? readTrigger(delivery, raw, deps.appId) : readNotification(raw);
}

/** A body that is not packed was not sent by receive: it is recorded as it is, for a person to read. */
function unpackOrKeep(body: string): Buffer {
  try {
    return unpack(body);
  } catch {
    return Buffer.from(body);
  }
}

async function decide(
  work: Work,
  fresh: NotificationRecord,
  notification: ReadNotification,
  raw: Buffer,
): Promise<Verdict> {
  const { deps } = work;
  const ruleset = await deps.rulesets();
  if (await isEcho(deps, ruleset, notification, fresh)) {
    const created = await deps.records.create(echoRecord(work, fresh));
    return created ? { kind: 'done', outcome: 'echo' } : settleWithExisting(work, fresh);
  }
  const factual = await decideOnce(deps, ruleset, notification, fresh);
  if (factual.decision.matched.length === 0) {
    const created = await deps.records.create(missRecord(work, fresh, ruleset.version, factual, raw));
    return created ? { kind: 'done', outcome: 'no_match' } : settleWithExisting(work, fresh);
  }
  // Before the claim: one that is postponed costs no write.
  if (factual.decision.changes.length > 0) deps.intercom.checkRateLimit();
  const record = claimOf(deps, decidedRecord(fresh, ruleset.version, factual));
  if (!(await createOnce(work, record))) return settleWithExisting(work, fresh);
  work.record = record;
  await writeDetails(deps, ruleset, record, raw, factual.facts);
  return executeRecord(work, record, { resumed: false });
}

/** A put whose answer was lost is sent again by the SDK, and then fails on the claim that it made itself. */
async function createOnce({ deps }: Work, record: NotificationRecord): Promise<boolean> {
  if (await deps.records.create(record)) return true;
  const there = await deps.records.read(record.app_id, record.identity);
  return (
    there?.status === 'claimed' &&
    there.lease_holder === record.lease_holder &&
    there.lease_until === record.lease_until
  );
}

/** A record that is there although this message came for the first time: a second delivery by Intercom. */
async function settleWithExisting(work: Work, fresh: NotificationRecord): Promise<Verdict> {
  const verdict = await takeUp(work, fresh);
  if (verdict !== null) return verdict;
  // What was there gave way between our two looks; the message comes again at once.
  throw new ClaimHeldError(work.deps.now());
}

async function stopTheLine({ deps }: Work): Promise<Verdict> {
  const since = new Date(deps.now()).toISOString();
  await deps.brakes.pause({ reason: 'uninstalled', since, until: null });
  deps.metrics.count('Paused');
  deps.log.error('the line is stopped', { reason: 'uninstalled' });
  return { kind: 'done', outcome: 'paused' };
}
