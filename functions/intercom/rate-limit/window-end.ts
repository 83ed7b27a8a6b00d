import type { RateLimitReading } from './read-rate-limit.ts';

/** Intercom spreads its limit over windows of 10 seconds, and its headers are about the window. */
export const WINDOW_MS = 10_000;

/** By how much the end is put off where an answer shows that it has not come yet; doubled each time. */
const FIRST_STEP_MS = 100;

/**
 * A reset further away than this is no window but a difference of the clocks. Up to it, `X-RateLimit-Reset` is
 * taken at its word, but for the little that clocks differ although both are kept right.
 */
const LONGEST_WINDOW_MS = 60_000;
const CLOCKS_DIFFER_MS = 3_000;

/** Knows when a window ends by our clock, and learns how far Intercom's differs from it. */
export interface WindowEnd {
  of(window: { resetAtMs: number }): number;
  /** An answer to a call that was sent at that time. */
  answered(reading: RateLimitReading, sentAt: number): void;
  /** The first answer of a new window. */
  opened(reading: RateLimitReading, now: number): void;
  /** How long to pause where the window that should be over still turns calls away. */
  pauseMs(): number;
}

export function createWindowEnd(): WindowEnd {
  /** How far Intercom's clock is behind ours, or ahead where negative. */
  let behindMs = 0;
  let stepMs = FIRST_STEP_MS;

  function nextStep(): number {
    const step = stepMs;
    stepMs = Math.min(WINDOW_MS, stepMs * 2);
    return step;
  }

  return {
    of: ({ resetAtMs }) => resetAtMs + behindMs,
    answered({ resetAtMs }, sentAt) {
      // Answered after it was sent, so Intercom's clock had not reached the end that ours had passed.
      if (resetAtMs + behindMs <= sentAt) behindMs = sentAt - resetAtMs + nextStep();
    },
    opened({ resetAtMs }, now) {
      stepMs = FIRST_STEP_MS;
      // It has begun by now, so Intercom's clock is no further behind than this.
      const atMostMs = now - (resetAtMs - WINDOW_MS);
      const isClock = atMostMs >= -CLOCKS_DIFFER_MS || resetAtMs - now > LONGEST_WINDOW_MS;
      if (isClock) behindMs = Math.min(behindMs, atMostMs);
    },
    pauseMs: nextStep,
  };
}
