/** Time as the workspace sees it: one seam for tests, and for runs in which a minute should pass in a second. */
export interface Timers {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs the task once after so many milliseconds of this clock; the answer cancels it. */
  readonly after: (delayMs: number, task: () => void) => () => void;
}

/** A clock that can be pushed on. */
export interface AdvanceableTimers extends Timers {
  /** Lets so many milliseconds pass at once; what has come due meanwhile runs soon after. */
  readonly advance: (ms: number) => void;
}

/** The machine's clock, or one that runs `speed` times faster from the moment it is made. */
export function realTimers(speed = 1): AdvanceableTimers {
  const start = Date.now();
  const waiting = new Set<{ readonly dueAt: number; readonly task: () => void; handle: NodeJS.Timeout }>();
  let offset = 0;
  const now = () => start + offset + (Date.now() - start) * speed;
  const arm = (dueAt: number, run: () => void) => setTimeout(run, Math.max(0, dueAt - now()) / speed);
  return {
    now,
    after(delayMs, task) {
      const dueAt = now() + delayMs;
      const entry = { dueAt, task: run, handle: arm(dueAt, run) };
      waiting.add(entry);
      return () => {
        clearTimeout(entry.handle);
        waiting.delete(entry);
      };
      function run(): void {
        waiting.delete(entry);
        task();
      }
    },
    advance(ms) {
      offset += ms;
      for (const entry of waiting) {
        clearTimeout(entry.handle);
        entry.handle = arm(entry.dueAt, entry.task);
      }
    },
  };
}

/** Intercom's REST times are whole unix seconds. */
export function unixSeconds(timers: Timers): number {
  return Math.floor(timers.now() / 1000);
}
