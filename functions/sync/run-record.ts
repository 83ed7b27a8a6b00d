import type { Run, RunStep } from '../store/runs.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncStep } from './sync-step.ts';

export function newRun(deps: SyncDeps, tick: number): Run {
  return {
    id: `sync-${new Date(tick).toISOString()}`,
    kind: 'sync',
    status: 'running',
    tick: new Date(tick).toISOString(),
    started_at: new Date(deps.now()).toISOString(),
    invocations: 0,
    steps: deps.steps.map(({ name }) => newStep(name)),
    expires_at: Math.floor(deps.now() / 1000) + deps.recordDays * 86_400,
  };
}

function newStep(name: string): RunStep {
  return { name, status: 'waiting', counts: {}, calls: 0, ms: 0 };
}

/** A run that an older version of the code began may lack a step. */
export function entryOf(run: Run, name: string): RunStep {
  const found = run.steps.find((step) => step.name === name);
  if (found !== undefined) return found;
  const entry = newStep(name);
  run.steps.push(entry);
  return entry;
}

/** What the run of this tick does as well, from where it was left. */
export function leaveToTheNext(steps: readonly SyncStep[], run: Run): void {
  for (const { name, keepsItsPlace } of steps) {
    const entry = run.steps.find((step) => step.name === name);
    const isBegun = entry?.status === 'stopped' || entry?.status === 'running';
    if (keepsItsPlace && entry !== undefined && isBegun) entry.status = 'left';
  }
}

/** Calls to Intercom that a run has cost so far, every try counted. */
export function callsOf(run: Run): number {
  return run.steps.reduce((sum, { calls }) => sum + calls, 0);
}
