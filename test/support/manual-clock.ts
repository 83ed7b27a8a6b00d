import type { Clock } from '../../infra/local/clock.ts';

/** A clock that stands until it is moved. Moving it ends the waits that have run out. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function manualClock(startMs = Date.UTC(2026, 0, 7, 12)): ManualClock {
  let now = startMs;
  const waits = new Set<{ until: number; end: () => void }>();
  return {
    now: () => now,
    advance(ms) {
      now += ms;
      for (const wait of waits) if (wait.until <= now) wait.end();
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (ms <= 0 || signal?.aborted === true) return resolve();
        const wait = {
          until: now + ms,
          end: () => {
            waits.delete(wait);
            signal?.removeEventListener('abort', wait.end);
            resolve();
          },
        };
        waits.add(wait);
        signal?.addEventListener('abort', wait.end);
      }),
  };
}
