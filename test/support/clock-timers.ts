import type { Timers } from '../../infra/local/workspace/timers.ts';
import type { ManualClock } from './manual-clock.ts';

/** A workspace's time, by a clock that stands until it is moved. */
export function clockTimers(clock: ManualClock): Timers {
  return {
    now: () => clock.now(),
    after(delayMs, task) {
      const ending = new AbortController();
      void clock.wait(delayMs, ending.signal).then(() => {
        if (!ending.signal.aborted) task();
      });
      return () => ending.abort();
    },
  };
}
