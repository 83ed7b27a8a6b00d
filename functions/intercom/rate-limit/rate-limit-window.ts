import { createLimitShare } from './limit-share.ts';
import type { RateLimitReading } from './read-rate-limit.ts';
import { createWindowEnd, WINDOW_MS } from './window-end.ts';

/** A call that has ended, as the window needs to know it. Times are Unix milliseconds of our clock. */
interface EndedCall {
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

/** Calls under way while it is not known what the window holds: more than one, so that one that hangs holds up no other. */
const PROBES = 3;

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
export function createRateLimitWindow(options: { share: number }): RateLimitWindow {
  const end = createWindowEnd();
  const share = createLimitShare(options.share);
  let current: Window | undefined;
  /** Answers come without the headers, so there is nothing to go by. */
  let headerless = false;
  let blockedUntil = 0;

  function room(now: number, underWay: number): number {
    if (now < blockedUntil) return 0;
    if (!current) return headerless ? Number.POSITIVE_INFINITY : PROBES;
    if (now >= end.of(current)) return PROBES;
    const byShare = roomFor(current, share.during(usage(current), underWay), now);
    // Until it is known who shares the limit, each answer makes room for one call more.
    return share.isKnown() ? byShare : Math.min(byShare, PROBES + current.own);
  }

  function roomFor(window: Window, share: number, now: number): number {
    if (share >= 1) return window.remaining;
    const reserve = reserveFor(share, window.limit);
    if (window.remaining <= reserve) return 0;
    const left = leftAt(window, end.of(window) - WINDOW_MS, now);
    return Math.max(1, Math.floor(((left - reserve) * share) / 2));
  }

  function usedUpUntil(now: number, underWay: number): number | undefined {
    if (now < blockedUntil) return blockedUntil;
    if (!current || now >= end.of(current)) return undefined;
    const reserve = reserveFor(share.during(usage(current), underWay), current.limit);
    return current.remaining <= reserve ? end.of(current) : undefined;
  }

  function nextAt(now: number): number {
    if (now < blockedUntil) return blockedUntil;
    return current && now < end.of(current) ? end.of(current) : now + WINDOW_MS;
  }

  function ended(call: EndedCall) {
    const { reading, status } = call;
    if (reading) read(reading, call);
    const live = current && call.now < end.of(current);
    if (status === 429) return refused(call, live);
    if (!live && !reading && status !== undefined && status < 400) {
      headerless = true;
      current = undefined;
    }
    if (!current || (reading && reading.resetAtMs !== current.resetAtMs)) return;
    current.own += 1;
    if (!reading) current.remaining -= 1;
  }

  function read(reading: RateLimitReading, { sentAt, now, underWay }: EndedCall) {
    end.answered(reading, sentAt);
    if (!current || reading.resetAtMs > current.resetAtMs) {
      if (current) share.learn(usage(current), underWay);
      end.opened(reading, now);
      current = { ...reading, readAt: now, own: 0 };
    } else if (reading.resetAtMs === current.resetAtMs && reading.remaining <= current.remaining) {
      current.remaining = reading.remaining;
      current.readAt = now;
    }
  }

  /** Without headers a whole window is given up; with those of a window that should be over, its end is put off. */
  function refused({ reading, now }: EndedCall, live: boolean | undefined) {
    if (current && live) current.remaining = 0;
    else blockedUntil = now + (reading ? end.pauseMs() : WINDOW_MS);
  }

  return { room, usedUpUntil, nextAt, ended };
}

interface Window extends RateLimitReading {
  /** When `remaining` was read. */
  readAt: number;
  /** Our calls in this window that have ended. */
  own: number;
}

function usage({ limit, remaining, own }: Window) {
  return { own, consumed: limit - remaining };
}

/** `Remaining` now, if the others go on as they did since the window began. */
function leftAt(window: Window, beganAt: number, now: number): number {
  const others = Math.max(0, window.limit - window.remaining - window.own);
  const elapsed = Math.max(window.readAt - beganAt, WINDOW_MS / 10);
  return window.remaining - (others * (now - window.readAt)) / elapsed;
}

/** At most this part of a window is left unused for fear of others. */
const MAX_RESERVE = 0.04;

/** What the others may have under way that our `Remaining` does not show: two calls for each of them. */
function reserveFor(share: number, limit: number): number {
  return Math.min(Math.round(2 * (1 / share - 1)), Math.floor(limit * MAX_RESERVE));
}
