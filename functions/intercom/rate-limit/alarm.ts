import type { Clock } from '../clock.ts';

export interface Alarm {
  /** Rings once at that time. An earlier setting is forgotten. */
  set(atMs: number): void;
  cancel(): void;
}

/** No longer than a minute at a time: timers overflow, and who waits longer simply looks once more. */
const LONGEST_MS = 60_000;

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let armed: { atMs: number; controller: AbortController } | undefined;

  function cancel() {
    armed?.controller.abort();
    armed = undefined;
  }

  return {
    cancel,
    set(atMs) {
      if (armed?.atMs === atMs) return;
      cancel();
      const mine = { atMs, controller: new AbortController() };
      armed = mine;
      const waitMs = Math.min(LONGEST_MS, Math.max(0, atMs - clock.now()));
      clock.sleep(waitMs, mine.controller.signal).then(
        () => {
          if (armed !== mine) return;
          armed = undefined;
          ring();
        },
        () => {},
      );
    },
  };
}
