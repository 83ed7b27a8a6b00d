import type { NotificationRecord } from '../../../../functions/store/record.ts';

/** Intercom's rate limit is given out for so long at a time. */
const windowMs = 10_000;
/** A record may be done by our clock before it happened by Intercom's. */
const clockSkewMs = 300_000;
/** So many windows are held before those that nothing is added to any more are looked for. */
const fewWindows = 10_000;

/**
 * Counts calls in windows of ten seconds by when their record was done. Records come in the order in which they
 * happened, so that windows from before are through.
 */
export function createWindows(): { add: (record: NotificationRecord) => number } {
  const calls = new Map<number, number>();
  let most = 0;
  let lookAt = fewWindows;
  return {
    /** The most in one window so far. */
    add({ calls: made, finished_at, happened_at }) {
      if (made === undefined || finished_at === undefined) return most;
      const window = Math.floor(Date.parse(finished_at) / windowMs);
      const sum = (calls.get(window) ?? 0) + made;
      calls.set(window, sum);
      most = Math.max(most, sum);
      if (calls.size > lookAt) {
        const through = (Date.parse(happened_at) - clockSkewMs) / windowMs;
        for (const held of calls.keys()) if (held < through) calls.delete(held);
        lookAt = Math.max(fewWindows, 2 * calls.size);
      }
      return most;
    },
  };
}
