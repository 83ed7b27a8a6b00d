import type { Clock } from '../../functions/intercom/clock.ts';

export interface VirtualClock extends Clock {
  /** Lets time pass from one sleeper to the next until the work is done. Fails where nobody sleeps and it is not. */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  atMs: number;
  wake: () => void;
}

/** Time that passes only while everybody sleeps: hours of scheduling in no time, and the same each time. */
export function virtualClock(startMs = Date.UTC(2026, 10, 23, 12)): VirtualClock {
  const sleepers: Sleeper[] = [];
  let now = startMs;

  return {
    now: () => now,
    sleep(ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (signal?.aborted) return Promise.reject(signal.reason);
      const sleeper = { atMs: now + ms, wake: resolve };
      insert(sleepers, sleeper);
      signal?.addEventListener(
        'abort',
        () => {
          const index = sleepers.indexOf(sleeper);
          if (index >= 0) sleepers.splice(index, 1);
          reject(signal.reason);
        },
        { once: true },
      );
      return promise;
    },
    async run(work) {
      let done = false;
      const finish = () => {
        done = true;
      };
      work.then(finish, finish);
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (done) return work;
        const next = sleepers.shift();
        if (!next) throw new Error('everybody waits and nobody sleeps');
        now = Math.max(now, next.atMs);
        next.wake();
      }
    },
  };
}

/** Keeps the sleepers in the order in which they wake. */
function insert(sleepers: Sleeper[], sleeper: Sleeper) {
  let low = 0;
  let high = sleepers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sleepers[middle]?.atMs ?? 0) <= sleeper.atMs) low = middle + 1;
    else high = middle;
  }
  sleepers.splice(low, 0, sleeper);
}
