import { safeMessage } from '../platform/safe-message.ts';
import type { NotificationRecord } from '../store/record.ts';
import { UnreadableRecordError } from '../store/unreadable-record-error.ts';
import { aboutRecord } from './about-record.ts';
import type { Verdict } from './apply-deps.ts';
import { classifyFailure } from './classify-failure.ts';
import { callsOf } from './count-calls.ts';
import { deadLetter } from './dead-letter.ts';
import { type Disposition, dispositionOf, maxAttempts } from './disposition-of.ts';
import { pauseSeconds } from './pause-seconds.ts';
import type { Work } from './work.ts';

/** Does with a failed message what the disposition of its failure says, and leaves the record so that the next attempt can go on. */
export async function handleFailure(work: Work, error: unknown): Promise<Verdict> {
  const { deps, record } = work;
  const failure = classifyFailure(error);
  const disposition = dispositionOf(failure, {
    now: deps.now(),
    random: deps.random(),
    receives: work.delivery.receiveCount,
    attempts: record?.attempts ?? 0,
    happenedAt: Date.parse(record?.happened_at ?? new Date(deps.now()).toISOString()) / 1000,
  });
  if (failure.kind === 'rate_limited') deps.metrics.count('RateLimited');
  const about = record === null ? {} : aboutRecord(record);
  const fields = { ...about, failure: failure.kind, action: disposition.action };
  if (disposition.action === 'postpone') deps.log.info('a notification is postponed', fields);
  else deps.log.warn('applying a notification failed', fields, error);

  try {
    return await dispose(work, disposition, error);
  } catch (second) {
    // The table does not answer either: the lease runs out by itself, and the message comes again.
    deps.log.error('a failure could not be recorded', fields, second);
    return { kind: 'postpone', seconds: Math.max(60, unrecordedSeconds(work)), reason: failure.kind };
  }
}

async function dispose(work: Work, disposition: Disposition, error: unknown): Promise<Verdict> {
  const { deps, record } = work;
  switch (disposition.action) {
    case 'postpone':
      deps.metrics.count('Postponed');
      await giveBack(work, {});
      return { kind: 'postpone', seconds: disposition.seconds, reason: 'postponed' };

    case 'stop': {
      deps.metrics.count('Paused');
      const { reason, seconds, until } = disposition;
      await deps.brakes.pause({ reason, since: new Date(deps.now()).toISOString(), until });
      await giveBack(work, {});
      return { kind: 'postpone', seconds, reason };
    }

    case 'retry': {
      deps.metrics.count('Failures');
      const { seconds } = disposition;
      if (error instanceof UnreadableRecordError) return retryUnreadable(work, error, seconds);
      if (record === null) {
        return { kind: 'postpone', seconds: Math.max(seconds, unrecordedSeconds(work)), reason: 'retry' };
      }
      const attempts = record.attempts + 1;
      const failed = await failRecord(work, { ...record, attempts }, describe(error));
      if (failed !== null) return failed;
      await giveBack(work, { attempts, error: describe(error) });
      return { kind: 'postpone', seconds, reason: 'retry' };
    }

    case 'give_up':
      await finishAs(work, disposition.outcome, describe(error));
      return { kind: 'done', outcome: disposition.outcome };
  }
}

/** Dead-letters a record that has failed too often; null where it has not. */
export async function failRecord(
  work: Work,
  record: NotificationRecord,
  error: string,
): Promise<Verdict | null> {
  const { attempts } = record;
  if (attempts < maxAttempts) return null;
  // First the message, then the record: a crash between the two sends it again, under the same id.
  await deadLetter(work, { ...aboutRecord(record), attempts });
  await write(work, { ...record, status: 'failed', outcome: 'failed', error, lease_until: 0 });
  return { kind: 'done', outcome: 'failed' };
}

/**
 * Nothing can be noted in a record that cannot be read: its failures are counted beside what it has, and it stays as it
 * is, for those who can read it. A redrive has five more.
 */
async function retryUnreadable(
  work: Work,
  { appId, identity }: UnreadableRecordError,
  seconds: number,
): Promise<Verdict> {
  const attempts = await work.deps.records.countUnreadable(appId, identity);
  if (attempts % maxAttempts !== 0) return { kind: 'postpone', seconds, reason: 'retry' };
  await deadLetter(work, { ...(work.record === null ? {} : aboutRecord(work.record)), attempts });
  return { kind: 'done', outcome: 'failed' };
}

/** Where no failure can be counted, as without the table, each look costs one of the queue's receives all the same. */
function unrecordedSeconds({ delivery }: Work): number {
  return pauseSeconds(delivery.receiveCount);
}

/** Ends the lease, so that the next delivery takes the record up at once; `fields` say what was counted. */
export async function giveBack(work: Work, fields: Partial<NotificationRecord>): Promise<void> {
  const { record } = work;
  if (record === null) return;
  const holds = record.lease_holder === work.deps.worker && (record.lease_until ?? 0) > 0;
  // Never begun and nothing counted: nothing to write down.
  if (!holds && fields.attempts === undefined) return;
  await write(work, { ...record, ...fields, lease_until: 0 });
}

/** Ends a record of which nothing more will come; `error` says why. */
export async function finishAs(
  work: Work,
  outcome: 'subject_gone' | 'ambiguous_subject' | 'refused',
  error: string,
): Promise<void> {
  const { deps, record } = work;
  if (record === null) return;
  await write(work, {
    ...record,
    status: 'finished',
    outcome,
    error,
    lease_until: 0,
    finished_at: new Date(deps.now()).toISOString(),
    ms: deps.now() - work.startedAt,
  });
}

/** Writes the record as this worker leaves it: by its lease where it has one, else as the first of its kind. */
async function write(work: Work, left: NotificationRecord): Promise<void> {
  const { deps } = work;
  const record = { ...left, ...callsOf(left, work) };
  const { app_id: _, identity: __, ...fields } = record;
  const written =
    work.record?.lease_holder === deps.worker
      ? await deps.records.update(record, fields, deps.worker)
      : await deps.records.create(record);
  // Another worker has it by now, and what it finds counts.
  if (!written) deps.log.warn('the record moved on', aboutRecord(record));
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${safeMessage(error)}` : typeof error;
}
