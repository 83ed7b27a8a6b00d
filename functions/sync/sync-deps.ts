import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { RunStore } from '../store/runs.ts';
import type { SyncParts, SyncStep } from './sync-step.ts';

/** What a run works with; the handler and the local stack compose it from the same parts. */
export interface SyncDeps {
  /** Names this process in the lease. */
  worker: string;
  runs: RunStore;
  /** In this order, each whatever became of those before it. */
  steps: readonly SyncStep[];
  /** The parts of one invocation, whose calls to Intercom wait no longer than its deadline (Unix ms). */
  open(deadline: number): SyncInvocation;
  log: Log;
  metrics: Metrics;
  /** Unix milliseconds. */
  now: () => number;
  recordDays: number;
}

export interface SyncInvocation {
  parts: SyncParts;
  calls: () => number;
  intercomNow: () => number | null;
}
