import type { RateLimitReading } from './read-rate-limit.ts';

/** Intercom spreads its limit over windows of 10 seconds, and its headers are about the window. */
export const WINDOW_MS = 10_000;

/** Calls under way while it is not known what the window holds: more than one, so that one that hangs holds up no other. */
const PROBES = 3;

/** By how much the window's end is put off where an answer shows that it has not come yet; doubled each time. */
const FIRST_STEP_MS = 100;

/** A call that has ended, as the window needs to know it. Times are Unix milliseconds of our clock. */
export interface EndedCall {
  sentAt: number;
  now: number;
  /** Absent where no answer came: Intercom may have counted the call all the same. */
  status: number | undefined;
  reading: RateLimitReading | undefined;
  /** Calls under way without this one. */
  underWay: number;
}

export interface RateLimitWindow {
  /** How many calls may be under way at this moment, of which `underWay` already are. */
  room(now: number, underWay: number): number;
  /** When the next window begins, if this one is known to be used up. */
  usedUpUntil(now: number, underWay: number): number | undefined;
  /** When there will be something new to know without any answer: the end of this window or of a pause. */
  nextAt(now: number): number;
  ended(call: EndedCall): void;
}

/**
 * What is known of the current window, and from it how many calls may be under way together.
 *
 * Alone, a process may have as many calls under way as `Remaining` says: with each answer taken at its lowest,
 * they cannot exceed it. Other processes show in how much faster `Remaining` falls than our own calls explain.
 * Then each keeps at most half of its share of what is left under way, so that together they send no more than
 * there is even where all see the same `Remaining` at once, and it stops short of the end by what the others may
 * have under way. What is sent shrinks with what is left:
 *
 *     Remaining    166 ───▶ 86 ───▶ 46 ───▶ 26 ─ … ─▶ 6 = reserve ┊ next window: 3 each, to see that it has begun
 *     4 processes  4×20     4×10    4×5     4×2       none        ┊ 4×20
 */
export function createRateLimitWindow({ share: firstShare }: { share: number }): RateLimitWindow {
  let current: Window | undefined;
  let lastShare = firstShare;
  /** Whether a whole window has shown how many share the limit. Until then, each answer makes room for one call more. */
  let shareIsKnown = false;
  /** Answers come without the headers, so there is nothing to go by. */
  let headerless = false;
  let blockedUntil = 0;
  /** How far Intercom's clock is behind ours, or ahead where negative, as far as it has shown. */
  let behindMs = 0;
  let stepMs = FIRST_STEP_MS;

  function room(now: number, underWay: number): number {
    if (now < blockedUntil) return 0;
    if (!current) return headerless ? Number.POSITIVE_INFINITY : PROBES;
    if (isOver(current, now)) return PROBES;
    return Math.min(roomByShare(current, now, underWay), shareIsKnown ? current.limit : PROBES + current.own);
  }

  function roomByShare(current: Window, now: number, underWay: number): number {
    const share = shareOf(current, underWay);
    if (share >= 1) return current.remaining;
    const reserve = reserveFor(share, current.limit);
    if (current.remaining <= reserve) return 0;
    return Math.max(1, Math.floor(((leftAt(current, now) - reserve) * share) / 2));
  }

  function usedUpUntil(now: number, underWay: number): number | undefined {
    if (now < blockedUntil) return blockedUntil;
    if (!current || isOver(current, now)) return undefined;
    const reserve = reserveFor(shareOf(current, underWay), current.limit);
    return current.remaining <= reserve ? endOf(current) : undefined;
  }

  function nextAt(now: number): number {
    if (now < blockedUntil) return blockedUntil;
    return current && !isOver(current, now) ? endOf(current) : now + WINDOW_MS;
  }

  function ended({ sentAt, now, status, reading, underWay }: EndedCall) {
    if (reading) read(reading, sentAt, now, underWay);
    if (status === 429) return refused(reading, now);
    if (!reading && status !== undefined && status < 400 && (!current || isOver(current, now))) {
      headerless = true;
      current = undefined;
    }
    if (!current || (reading && reading.resetAtMs !== current.resetAtMs)) return;
    current.own += 1;
    if (!reading) current.remaining -= 1;
  }

  function read(reading: RateLimitReading, sentAt: number, now: number, underWay: number) {
    // Answered after it was sent, so Intercom's clock had not reached the end that ours had passed.
    if (reading.resetAtMs + behindMs <= sentAt) behindMs = sentAt - reading.resetAtMs + nextStep();
    if (current && reading.resetAtMs < current.resetAtMs) return;
    if (current?.resetAtMs !== reading.resetAtMs) open(reading, now, underWay);
    else if (reading.remaining <= current.remaining) {
      current.remaining = reading.remaining;
      current.readAt = now;
    }
  }

  function open(reading: RateLimitReading, now: number, underWay: number) {
    if (current && consumed(current) >= TELLING_CALLS) {
      const observed = Math.min(1, Math.max(MIN_SHARE, (current.own + underWay) / consumed(current)));
      lastShare = observed < lastShare ? observed : (lastShare + observed) / 2;
      shareIsKnown = true;
    }
    // It has begun by now, so Intercom's clock is no further behind than this.
    behindMs = Math.min(behindMs, now - (reading.resetAtMs - WINDOW_MS));
    stepMs = FIRST_STEP_MS;
    current = { ...reading, seenAt: now, readAt: now, own: 0 };
  }

  /** Without headers the whole window is given up; with those of a window that should be over, its end is put off. */
  function refused(reading: RateLimitReading | undefined, now: number) {
    if (current && !isOver(current, now)) current.remaining = 0;
    else blockedUntil = now + (reading ? nextStep() : WINDOW_MS);
  }

  function nextStep(): number {
    const step = stepMs;
    stepMs = Math.min(WINDOW_MS, stepMs * 2);
    return step;
  }

  function isOver(window: Window, now: number): boolean {
    return now >= endOf(window);
  }

  /** Never later than a window's length after it was first seen, however wrong a clock is. */
  function endOf(window: Window): number {
    return Math.min(window.resetAtMs + behindMs, window.seenAt + WINDOW_MS);
  }

  /** `Remaining` now, if the others go on as they did since the window began. */
  function leftAt(window: Window, now: number): number {
    const others = Math.max(0, consumed(window) - window.own);
    const elapsed = window.readAt - (endOf(window) - WINDOW_MS);
    return window.remaining - (others * (now - window.readAt)) / Math.max(elapsed, WINDOW_MS / 10);
  }

  /**
   * Falls at once when others appear and rises only from window to window. Calls under way count as ours once the
   * share is known, for `Remaining` may count them too; two more keep a window's first answers from saying much.
   */
  function shareOf(window: Window, underWay: number): number {
    const own = window.own + (shareIsKnown ? underWay : 0);
    return Math.min(lastShare, (own + 2) / (consumed(window) + 2));
  }

  return { room, usedUpUntil, nextAt, ended };
}

interface Window extends RateLimitReading {
  /** When the first answer of this window came. */
  seenAt: number;
  /** When `remaining` was read. */
  readAt: number;
  /** Our calls in this window that have ended. */
  own: number;
}

/** Windows with fewer calls than this say nothing about who shares the limit. */
const TELLING_CALLS = 30;

/** A process that had nothing to do for a while does not count itself out. */
const MIN_SHARE = 0.05;

/** At most this part of a window is left unused for fear of others. */
const MAX_RESERVE = 0.04;

function consumed(window: Window): number {
  return window.limit - window.remaining;
}

/** What the others may have under way that our `Remaining` does not show: two calls for each of them. */
function reserveFor(share: number, limit: number): number {
  return Math.min(Math.round(2 * (1 / share - 1)), Math.floor(limit * MAX_RESERVE));
}
