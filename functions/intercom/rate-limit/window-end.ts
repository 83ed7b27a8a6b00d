import type { RateLimitReading } from './read-rate-limit.ts';

/** Intercom spreads its limit over windows of 10 seconds, and its headers are about the window. */
export const WINDOW_MS = 10_000;

/** By how much the end is put off where an answer shows that it has not come yet; doubled each time. */
const FIRST_STEP_MS = 100;

/** Knows when a window ends by our clock, and learns how far Intercom's differs from it. */
export interface WindowEnd {
  /** `seenAt`: when the window's first answer came. */
  of(window: { resetAtMs: number; seenAt: number }): number;
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
    /** Never later than a window's length after it was first seen, however wrong a clock is. */
    of: ({ resetAtMs, seenAt }) => Math.min(resetAtMs + behindMs, seenAt + WINDOW_MS),
    answered({ resetAtMs }, sentAt) {
      // Answered after it was sent, so Intercom's clock had not reached the end that ours had passed.
      if (resetAtMs + behindMs <= sentAt) behindMs = sentAt - resetAtMs + nextStep();
    },
    opened({ resetAtMs }, now) {
      // It has begun by now, so Intercom's clock is no further behind than this.
      behindMs = Math.min(behindMs, now - (resetAtMs - WINDOW_MS));
      stepMs = FIRST_STEP_MS;
    },
    pauseMs: nextStep,
  };
}
