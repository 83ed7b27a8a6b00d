import type { Clock } from '../clock.ts';
import { IntercomRateLimitError } from '../errors/intercom-rate-limit-error.ts';
import type { Governor } from './governor.ts';
import type { RateLimitReading } from './read-rate-limit.ts';
import { WINDOW_MS } from './window-end.ts';

export interface YieldingOptions {
  governor: Governor;
  clock: Clock;
  /** The part of each window that is left to others, in [0, 1). */
  leave: number;
  /** Unix ms beyond which nothing is waited for. */
  deadline: () => number;
}

/**
 * A governor for work that may wait: it stops calling while a window holds less than its part for others, and
 * goes on in the next one. Where that begins after the deadline, it throws `IntercomRateLimitError` at once.
 */
export function createYieldingGovernor({ governor, clock, leave, deadline }: YieldingOptions): Governor {
  let newest: (RateLimitReading & { endsAt: number }) | undefined;
  let underWay = 0;

  /** When the window ends, where no more of it is ours. */
  function usedUpUntil(now: number): number | null {
    if (newest === undefined || newest.endsAt <= now) return null;
    return newest.remaining - underWay <= leave * newest.limit ? newest.endsAt : null;
  }

  function learn(reading: RateLimitReading): void {
    if (newest !== undefined && reading.resetAtMs < newest.resetAtMs) return;
    // However far the clocks are apart, a window is over after its length.
    const endsAt = Math.min(reading.resetAtMs, clock.now() + WINDOW_MS);
    newest = reading.resetAtMs === newest?.resetAtMs ? { ...newest, ...reading } : { ...reading, endsAt };
  }

  return {
    check: (entry) => governor.check(entry),

    async enter(entry) {
      for (let until = usedUpUntil(clock.now()); until !== null; until = usedUpUntil(clock.now())) {
        if (until >= deadline()) {
          throw new IntercomRateLimitError(entry.operation, new Date(until), { cause: entry.cause });
        }
        await clock.sleep(until - clock.now(), entry.signal);
      }
      underWay++;
      const maxWaitMs = Math.max(0, deadline() - clock.now());
      const pass = await governor.enter({ ...entry, maxWaitMs }).catch((error: unknown) => {
        underWay--;
        throw error;
      });
      let left = false;
      return {
        leave(status, reading) {
          pass.leave(status, reading);
          if (!left) underWay--;
          left = true;
          if (reading !== undefined) learn(reading);
        },
      };
    },
  };
}
