import type { Clock } from '../../functions/intercom/clock.ts';

export interface RecordingClock extends Clock {
  /** The delays that were asked for, in order, in milliseconds. */
  slept: number[];
}

/** Sleeps take no time, but `now` moves on by them: for asserting what was scheduled. */
export function recordingClock(startMs = Date.UTC(2026, 10, 23, 12)): RecordingClock {
  let now = startMs;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}
