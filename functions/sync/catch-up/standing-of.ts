import * as z from 'zod';
import type { Conversation } from '../../intercom/schemas/conversation.ts';
import type { Report } from '../../store/reported.ts';
import { topicOfSource } from './part-topics.ts';

/**
 * `nothing`: what happened in it concerns no rule; `reported`: whatever of it can be told from without has its record;
 * `on_its_way`: so young that its webhook may still come; `unreported`: to be looked at.
 */
export type Standing = 'nothing' | 'reported' | 'on_its_way' | 'unreported';

export interface StandingOptions {
  /** Topics that a rule listens to, of those that catch-up makes. */
  topics: ReadonlySet<string>;
  /** Unix seconds: what is older is none of this run's. */
  from: number;
  /** Unix seconds: what is younger may still be on its way. */
  until: number;
}

/** Notifications and statistics are timed by different parts of Intercom. */
const slackSeconds = 2;
/** A notification is made within seconds of what it tells of; a later one tells of something else. */
const promptSeconds = 5;

/**
 * What a search's answer and the records of a conversation say, without a call. Its statistics tell when a contact
 * first and last wrote, and since when one waits for an answer, when an admin first and last replied, assigned or
 * closed. What came in between leaves no trace of its own; notes, snoozes and the like show in `updated_at` alone,
 * which other things move, too.
 */
export function standingOf(
  conversation: Conversation,
  reports: readonly Report[],
  { topics, from, until }: StandingOptions,
): Standing {
  const traces = tracesOf(conversation).filter((trace) => trace.topics.some((topic) => topics.has(topic)));
  const possible = traces.filter(({ at }) => at >= from);
  const missing = possible.filter((trace) => !isReported(trace, reports));
  if (missing.some(({ at }) => at <= until)) return 'unreported';
  if (missing.length > 0) return 'on_its_way';

  const leavesNoTrace = [...topics].some((topic) => !traceable.has(topic));
  if (!leavesNoTrace) return possible.length === 0 ? 'nothing' : 'reported';
  const updatedAt = conversation.updatedAt ?? until;
  // What is known to have happened explains the update; a note in the same second would be overlooked.
  const explained = [...tracesOf(conversation), ...reports].some(({ at }) => at >= updatedAt - slackSeconds);
  if (explained) return 'reported';
  return updatedAt <= until ? 'unreported' : 'on_its_way';
}

interface Trace {
  /** Any one of which reports it. */
  topics: readonly string[];
  /** Unix seconds. */
  at: number;
  /** Nothing of its kind came later, so that a later record can only be its own. */
  isLast: boolean;
}

function isReported({ topics, at, isLast }: Trace, reports: readonly Report[]): boolean {
  return reports.some(
    (report) =>
      topics.includes(report.topic) &&
      report.at >= at - slackSeconds &&
      (isLast || report.at <= at + promptSeconds),
  );
}

const ASSIGNED = ['conversation.admin.assigned', 'conversation.admin.open.assigned'];

const traceable = new Set([
  ...ASSIGNED,
  'conversation.user.created',
  'conversation.user.replied',
  'conversation.admin.single.created',
  'conversation.admin.replied',
  'conversation.admin.closed',
]);

const time = z.number().nullish().catch(null);
const waitingSchema = z.object({ waiting_since: time });
const statisticsSchema = z.object({
  statistics: z.object({
    first_contact_reply_at: time,
    last_contact_reply_at: time,
    first_admin_reply_at: time,
    last_admin_reply_at: time,
    first_assignment_at: time,
    last_assignment_at: time,
    first_close_at: time,
    last_close_at: time,
  }),
});

const REPLIED = ['conversation.user.replied'];
const ANSWERED = ['conversation.admin.replied'];
const CLOSED = ['conversation.admin.closed'];

function tracesOf({ raw, createdAt, updatedAt }: Conversation): Trace[] {
  const statistics = statisticsSchema.safeParse(raw).data?.statistics;
  const begun = topicOfSource(raw['source']);
  // The message that begins a conversation counts as a reply.
  const reply = (at: number | null | undefined) => ((at ?? 0) > (createdAt ?? 0) + slackSeconds ? at : null);
  const found: [topics: readonly string[], which: 'first' | 'last', at: number | null | undefined][] = [
    [begun === null ? [] : [begun], 'last', createdAt],
    // Of several messages that wait for an answer, the first.
    [REPLIED, 'first', reply(waitingSchema.safeParse(raw).data?.waiting_since)],
    [REPLIED, 'first', reply(statistics?.first_contact_reply_at)],
    [REPLIED, 'last', reply(statistics?.last_contact_reply_at)],
    [ANSWERED, 'first', reply(statistics?.first_admin_reply_at)],
    [ANSWERED, 'last', statistics?.last_admin_reply_at],
    [ASSIGNED, 'first', statistics?.first_assignment_at],
    [ASSIGNED, 'last', statistics?.last_assignment_at],
    [CLOSED, 'first', statistics?.first_close_at],
    [CLOSED, 'last', statistics?.last_close_at],
    // Intercom may leave statistics out: then any of these may be what the update was.
    [[...traceable], 'last', statistics === undefined ? updatedAt : null],
  ];
  return found.flatMap(([topics, which, at]) =>
    topics.length === 0 || at === null || at === undefined ? [] : [{ topics, at, isLast: which === 'last' }],
  );
}
