import type { Lease, Run, RunStep } from '../store/runs.ts';
import type { SyncDeps, SyncInvocation } from './sync-deps.ts';
import type { SyncContext } from './sync-step.ts';

interface StepContextOptions {
  deps: SyncDeps;
  lease: Lease;
  invocation: SyncInvocation;
  time: { remainingMs: () => number; isOutOfTime: () => boolean };
  run: Run;
  entry: RunStep;
  /** Writes the run's record. */
  save: () => Promise<void>;
}

/** What a step sees of its run. */
export function createStepContext(options: StepContextOptions): SyncContext {
  const { deps, lease, invocation, time, run, entry, save } = options;
  return {
    ...invocation.parts,
    ...time,
    runId: run.id,
    tick: Date.parse(run.tick),
    calls: invocation.calls,
    intercomNow: invocation.intercomNow,
    resume: {
      read: async (schema) => (entry.resume === undefined ? null : schema.parse(entry.resume)),
      async save(value) {
        entry.resume = value;
        await save();
      },
    },
    cursor: {
      async read(schema) {
        const value = await deps.runs.readCursor(entry.name);
        return value === undefined ? null : schema.parse(value);
      },
      save: (value) => deps.runs.saveCursor(lease, entry.name, value),
    },
    count(name, value = 1) {
      entry.counts[name] = (entry.counts[name] ?? 0) + value;
    },
    counted: (name) => entry.counts[name] ?? 0,
    report(findings) {
      entry.findings = findings;
    },
  };
}
