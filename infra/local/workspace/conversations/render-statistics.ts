import { isoTime } from '../contacts/publish-contact.ts';
import type { Conversation } from './conversation-store.ts';
import { durations } from './statistics.ts';

/** Schema `conversation_statistics`: no property may be null there, so what has not happened is left out. */
export function renderStatistics(conversation: Conversation) {
  return Object.fromEntries(
    Object.entries(allStatistics(conversation)).filter(([, value]) => value !== null),
  );
}

/** As webhooks carry it: ISO times, and null for what has not happened. */
export function renderStatisticsItem(conversation: Conversation) {
  return Object.fromEntries(
    Object.entries(allStatistics(conversation)).map(([key, value]) => [
      key,
      key.endsWith('_at') && typeof value === 'number' ? isoTime(value) : value,
    ]),
  );
}

function allStatistics({ statistics, createdAt }: Conversation) {
  const lasted = durations(statistics, createdAt);
  return {
    type: 'conversation_statistics',
    time_to_assignment: lasted.timeToAssignment,
    time_to_admin_reply: lasted.timeToAdminReply,
    time_to_first_close: lasted.timeToFirstClose,
    time_to_last_close: lasted.timeToLastClose,
    median_time_to_reply: lasted.medianTimeToReply,
    first_contact_reply_at: statistics.firstContactReplyAt,
    first_assignment_at: statistics.firstAssignmentAt,
    first_admin_reply_at: statistics.firstAdminReplyAt,
    first_close_at: statistics.firstCloseAt,
    last_assignment_at: statistics.lastAssignmentAt,
    last_assignment_admin_reply_at: statistics.lastAssignmentAdminReplyAt,
    last_contact_reply_at: statistics.lastContactReplyAt,
    last_admin_reply_at: statistics.lastAdminReplyAt,
    last_close_at: statistics.lastCloseAt,
    last_closed_by_id: statistics.lastClosedById,
    count_reopens: statistics.countReopens,
    count_assignments: statistics.countAssignments,
    count_conversation_parts: statistics.countParts,
  };
}
