import * as z from 'zod';
import type { Conversation } from '../../intercom/schemas/conversation.ts';
import type { Report } from '../../store/reported.ts';
import { topicOfSource } from './part-topics.ts';

/**
 * `nothing`: what happened in it concerns no rule; `reported`: of each kind the newest that happened has its record;
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

/**
 * What a search's answer and the records of a conversation say, without a call. Its statistics tell when a contact
 * last wrote, an admin last replied, assigned or closed; notes, snoozes and whatever else leaves no such trace show in
 * `updated_at` alone, which other things move, too.
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
}

function isReported({ topics, at }: Trace, reports: readonly Report[]): boolean {
  return reports.some((report) => topics.includes(report.topic) && report.at >= at - slackSeconds);
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
const statisticsSchema = z.object({
  statistics: z.object({
    last_contact_reply_at: time,
    last_admin_reply_at: time,
    last_assignment_at: time,
    last_close_at: time,
  }),
});

function tracesOf({ raw, createdAt, updatedAt }: Conversation): Trace[] {
  const statistics = statisticsSchema.safeParse(raw).data?.statistics;
  const begun = topicOfSource(raw['source']);
  // The message that begins a conversation counts as a contact's reply.
  const replied = (statistics?.last_contact_reply_at ?? 0) > (createdAt ?? 0);
  const traces: { topics: readonly string[]; at: number | null | undefined }[] = [
    ...(begun === null ? [] : [{ topics: [begun], at: createdAt }]),
    // Intercom may leave statistics out: then any of these may be what the update was.
    ...(statistics === undefined
      ? [{ topics: [...traceable], at: updatedAt }]
      : [
          { topics: ['conversation.user.replied'], at: replied ? statistics.last_contact_reply_at : null },
          { topics: ['conversation.admin.replied'], at: statistics.last_admin_reply_at },
          { topics: ASSIGNED, at: statistics.last_assignment_at },
          { topics: ['conversation.admin.closed'], at: statistics.last_close_at },
        ]),
  ];
  return traces.flatMap(({ topics, at }) => (at === null || at === undefined ? [] : [{ topics, at }]));
}
