/** Unix seconds and counts, as far as the emulator works them out. */
export interface Statistics {
  firstContactReplyAt: number | null;
  firstAssignmentAt: number | null;
  firstAdminReplyAt: number | null;
  firstCloseAt: number | null;
  lastAssignmentAt: number | null;
  lastAssignmentAdminReplyAt: number | null;
  lastContactReplyAt: number | null;
  lastAdminReplyAt: number | null;
  lastCloseAt: number | null;
  lastClosedById: string | null;
  countReopens: number;
  countAssignments: number;
  countParts: number;
}

export function blankStatistics(): Statistics {
  return {
    firstContactReplyAt: null,
    firstAssignmentAt: null,
    firstAdminReplyAt: null,
    firstCloseAt: null,
    lastAssignmentAt: null,
    lastAssignmentAdminReplyAt: null,
    lastContactReplyAt: null,
    lastAdminReplyAt: null,
    lastCloseAt: null,
    lastClosedById: null,
    countReopens: 0,
    countAssignments: 0,
    countParts: 0,
  };
}

/** What happened in the conversation, for the counts. */
export type Happening = 'contact_reply' | 'admin_reply' | 'assignment' | 'close' | 'reopen';

export function countHappening(
  statistics: Statistics,
  happening: Happening,
  at: number,
  adminId: string | null,
): void {
  switch (happening) {
    case 'contact_reply':
      statistics.firstContactReplyAt ??= at;
      statistics.lastContactReplyAt = at;
      return;
    case 'admin_reply':
      statistics.firstAdminReplyAt ??= at;
      statistics.lastAdminReplyAt = at;
      if (statistics.lastAssignmentAt !== null) statistics.lastAssignmentAdminReplyAt ??= at;
      return;
    case 'assignment':
      statistics.firstAssignmentAt ??= at;
      statistics.lastAssignmentAt = at;
      statistics.lastAssignmentAdminReplyAt = null;
      statistics.countAssignments += 1;
      return;
    case 'close':
      statistics.firstCloseAt ??= at;
      statistics.lastCloseAt = at;
      statistics.lastClosedById = adminId;
      return;
    case 'reopen':
      statistics.countReopens += 1;
  }
}

/** Durations in seconds from the conversation's start; business hours are not subtracted. */
export function durations(statistics: Statistics, createdAt: number) {
  const since = (at: number | null) => (at === null ? null : Math.max(0, at - createdAt));
  return {
    timeToAssignment: since(statistics.firstAssignmentAt),
    timeToAdminReply: since(statistics.firstAdminReplyAt),
    timeToFirstClose: since(statistics.firstCloseAt),
    timeToLastClose: since(statistics.lastCloseAt),
    medianTimeToReply: since(statistics.firstAdminReplyAt),
  };
}
