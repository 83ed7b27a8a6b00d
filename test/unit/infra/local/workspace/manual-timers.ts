import type { AdvanceableTimers } from '../../../../../infra/local/workspace/timers.ts';

export interface ManualTimers extends AdvanceableTimers {
  /** Lets everything that waits for no time get done. */
  readonly settle: () => Promise<void>;
}

/** A clock that stands still until it is pushed on; what comes due runs at once, in order. */
export function manualTimers(start = Date.UTC(2026, 0, 10)): ManualTimers {
  let now = start;
  let tasks: { readonly dueAt: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after(delayMs, run) {
      const task = { dueAt: now + delayMs, run };
      tasks.push(task);
      return () => {
        tasks = tasks.filter((other) => other !== task);
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = tasks.filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt);
        if (next === undefined) break;
        tasks = tasks.filter((task) => task !== next);
        now = Math.max(now, next.dueAt);
        next.run();
      }
      now = until;
    },
    async settle() {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
