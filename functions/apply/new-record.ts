import { createHash } from 'node:crypto';
import type { Satisfied, Target } from '../rules/model.ts';
import type { NotificationRecord, SatisfiedTag } from '../store/record.ts';
import type { ApplyDeps, Delivery } from './apply-deps.ts';
import { callsOf } from './count-calls.ts';
import type { FactualDecision } from './decide-with-facts.ts';
import { personsIn } from './erase/persons-in.ts';
import { identityOf } from './identity-of.ts';
import { orderOf } from './order-of.ts';
import { keptOrigins } from './origin-in.ts';
import type { ReadNotification } from './read-notification.ts';
import type { Work } from './work.ts';

/** Longer than the function's timeout of 30 s, so that a lease runs out only under the dead. */
export const leaseMs = 40_000;

const daySeconds = 86_400;

/** What is known of a notification before anything is decided. */
export function freshRecord(
  { deps, delivery }: Work,
  notification: ReadNotification,
  about: Target | null,
): NotificationRecord {
  const happenedAt = notification.created_at ?? Math.floor(delivery.sentAt / 1000);
  return {
    app_id: deps.appId,
    identity: identityOf(notification, about) + repetitionOf(delivery),
    status: 'begun',
    notification_id: notification.id,
    topic: notification.topic,
    subject: about,
    source: sourceOf(delivery),
    happened_at: new Date(happenedAt * 1000).toISOString(),
    received_at: new Date(delivery.sentAt).toISOString(),
    order: orderOf(notification),
    ...undecided(),
    ...peopleOf(personsIn(notification)),
    expires_at: expiry(deps, deps.recordDays),
  };
}

function peopleOf(people: string[]): Pick<NotificationRecord, 'people'> {
  return people.length === 0 ? {} : { people };
}

/** The finished record of a notification that no rule matched. It keeps its text, and expires with it. */
export function missRecord(
  work: Work,
  fresh: NotificationRecord,
  version: number,
  factual: FactualDecision,
  raw: Buffer,
): NotificationRecord {
  const { deps } = work;
  return {
    ...decidedRecord(fresh, version, factual),
    status: 'finished',
    outcome: 'no_match',
    ...finishedAt(work, fresh),
    ...(deps.textDays > 0 ? { text: raw.toString('utf8'), expires_at: expiry(deps, deps.textDays) } : {}),
  };
}

/** The finished record of our own change as Intercom tells of it. It decides nothing, and keeps no text. */
export function echoRecord(work: Work, fresh: NotificationRecord): NotificationRecord {
  return { ...fresh, status: 'finished', outcome: 'echo', ...finishedAt(work, fresh) };
}

/** A signed body that is no notification: its bytes are kept for a person to read, where texts are kept at all. */
export function unparsedRecord(work: Work, raw: Buffer): NotificationRecord {
  const { deps, delivery } = work;
  const receivedAt = new Date(delivery.sentAt).toISOString();
  return {
    app_id: deps.appId,
    identity: `unparsed/${createHash('sha256').update(raw).digest('hex')}`,
    status: 'finished',
    notification_id: null,
    topic: delivery.kind === 'trigger' ? `source:${delivery.attributes['source'] ?? ''}` : 'unparsed',
    subject: null,
    source: sourceOf(delivery),
    happened_at: receivedAt,
    received_at: receivedAt,
    order: '',
    ...undecided(),
    outcome: 'unparsed',
    ...finishedAt(work, {}),
    ...(deps.textDays > 0 ? { text: raw.toString('utf8') } : {}),
    expires_at: expiry(deps, deps.textDays > 0 ? deps.textDays : deps.recordDays),
  };
}

/** What a record has before anything is decided or done. */
function undecided() {
  return {
    matched: [],
    conflicts: [],
    changes: [],
    fetched: [],
    tags_known: [],
    operations: [],
    attempts: 0,
  };
}

/** What catch-up has decided again, after an earlier notification that was missed, has a record of its own. */
function repetitionOf({ attributes }: Delivery): string {
  const again = attributes['again'];
  return again === undefined ? '' : `/again:${again}`;
}

function sourceOf({ kind }: Delivery): NotificationRecord['source'] {
  if (kind === 'catch_up' || kind === 'schedule') return kind;
  return kind === 'trigger' || kind === 'resolved_trigger' ? 'trigger' : 'webhook';
}

export function decidedRecord(
  fresh: NotificationRecord,
  version: number,
  { decision, skipped, origins, satisfied, facts, fetched, tagsKnown }: FactualDecision,
): NotificationRecord {
  const kept = keptOrigins(origins, decision);
  return {
    ...fresh,
    ruleset_version: version,
    matched: decision.matched,
    conflicts: decision.conflicts,
    changes: decision.changes,
    ...(satisfied.length === 0 ? {} : { satisfied: satisfied.map(storedSatisfied) }),
    ...(kept.length === 0 ? {} : { origins: kept }),
    ...(skipped.length === 0 ? {} : { skipped }),
    ...(decision.cut === undefined ? {} : { cut: decision.cut }),
    ...peopleOf([...new Set([...(fresh.people ?? []), ...personsIn(facts)])]),
    fetched,
    tags_known: tagsKnown,
  };
}

function storedSatisfied({ tagId, ...satisfied }: Satisfied): SatisfiedTag {
  return { ...satisfied, ...(tagId === undefined ? {} : { tag_id: tagId }) };
}

export function claimOf(deps: ApplyDeps, record: NotificationRecord): NotificationRecord {
  return { ...record, status: 'claimed', lease_until: deps.now() + leaseMs, lease_holder: deps.worker };
}

/** Unix seconds, so many days from now. */
export function expiry({ now }: Pick<ApplyDeps, 'now'>, days: number): number {
  return Math.floor(now() / 1000) + days * daySeconds;
}

function finishedAt(
  work: Work,
  before: Pick<NotificationRecord, 'calls'>,
): Pick<NotificationRecord, 'finished_at' | 'ms' | 'calls'> {
  const now = work.deps.now();
  return { finished_at: new Date(now).toISOString(), ms: now - work.startedAt, ...callsOf(before, work) };
}
