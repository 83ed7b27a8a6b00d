import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../functions/intercom/clock.ts';

/** A clock that runs so many times faster than the machine's, from a moment that several processes can agree on. */
export function scaledClock(startMs: number, speed: number): Clock {
  return {
    now: () => startMs + (Date.now() - startMs) * speed,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      try {
        await delay(ms / speed, undefined, signal ? { signal } : {});
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
  };
}

/** The same for the emulator. Nobody can push it on: other processes share it. */
export function scaledTimers(clock: Clock, speed: number) {
  return {
    now: () => clock.now(),
    after(delayMs: number, task: () => void) {
      const timer = setTimeout(task, delayMs / speed);
      return () => clearTimeout(timer);
    },
    advance() {},
  };
}
