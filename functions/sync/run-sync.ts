import { IntercomRateLimitError } from '../intercom/errors/intercom-rate-limit-error.ts';
import { type Lease, LeaseLostError, type Run, type RunStep } from '../store/runs.ts';
import { callsOf, entryOf, leaveToTheNext, newRun } from './run-record.ts';
import { createStepContext } from './step-context.ts';
import type { SyncDeps, SyncInvocation } from './sync-deps.ts';
import type { StepEnd, SyncStep } from './sync-step.ts';

export type SyncOutcome =
  /** Another invocation is at it, or this tick's run is done. */
  { outcome: 'busy' | 'done_before'; run: null } | { outcome: Run['status']; run: Run };

/** Of an invocation, for what is under way when the time is over: a call to Intercom and the writes that follow. */
const reserveMs = 20_000;
/** For the lease to outlast the invocation, whatever our clock and Lambda's differ by. */
const leaseSlackMs = 10_000;
/** By which a tick's time and our clock may differ. */
const clockSlackMs = 60_000;
/** A run that nobody went on with for so long is left: what it would do, the next tick does. */
const staleMs = 24 * 3_600_000;

/**
 * One invocation: goes on with the run that was left unfinished, then begins the one of this tick. Ticks in
 * between that found nobody have no run: what they would have done, this one does.
 */
export async function runSync(
  deps: SyncDeps,
  { tick, remainingMs }: { tick: number; remainingMs: () => number },
): Promise<SyncOutcome> {
  const deadline = deps.now() + remainingMs() - reserveMs;
  const lease = await deps.runs.acquire(deps.worker, deps.now() + remainingMs() + leaseSlackMs);
  if (lease === null) return { outcome: 'busy', run: null };
  try {
    const invocation = deps.open(deadline);
    const time = { remainingMs, isOutOfTime: () => deps.now() >= deadline };
    const left = await unfinishedRun(deps, lease);
    if (left !== null) {
      if (Date.parse(left.tick) < tick) leaveToTheNext(deps.steps, left);
      const run = await work({ deps, lease, invocation, time }, left);
      if (run.status === 'stopped' || Date.parse(run.tick) >= tick) return { outcome: run.status, run };
    } else if (await wasDone(deps, lease, tick)) {
      return { outcome: 'done_before', run: null };
    }
    const run = await work({ deps, lease, invocation, time }, newRun(deps, tick));
    return { outcome: run.status, run };
  } finally {
    await deps.runs.release(lease);
  }
}

interface Work {
  deps: SyncDeps;
  lease: Lease;
  invocation: SyncInvocation;
  time: { remainingMs: () => number; isOutOfTime: () => boolean };
}

async function work(each: Work, run: Run): Promise<Run> {
  const { deps, lease, time } = each;
  run.status = 'running';
  run.invocations += 1;
  await deps.runs.save(lease, run);
  for (const step of deps.steps) {
    const entry = entryOf(run, step.name);
    if (entry.status === 'done' || entry.status === 'failed' || entry.status === 'left') continue;
    entry.status = time.isOutOfTime() ? 'stopped' : 'running';
    if (entry.status === 'running') await runStep(each, run, step, entry);
    if (entry.status === 'stopped') return end(each, run, 'stopped');
    await deps.runs.save(lease, run);
  }
  return end(each, run, run.steps.some(({ status }) => status === 'failed') ? 'failed' : 'finished');
}

async function runStep(each: Work, run: Run, step: SyncStep, entry: RunStep): Promise<void> {
  const { deps, lease, invocation, time } = each;
  const [startedAt, callsBefore] = [deps.now(), invocation.calls()];
  const [msBefore, earlierCalls] = [entry.ms, entry.calls];
  const save = async () => {
    entry.ms = msBefore + deps.now() - startedAt;
    entry.calls = earlierCalls + invocation.calls() - callsBefore;
    await deps.runs.save(lease, run);
  };
  const context = createStepContext({ deps, lease, invocation, time, run, entry, save });
  try {
    const end: StepEnd = await step.run(context);
    entry.status = end === 'done' ? 'done' : 'stopped';
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    entry.status = error instanceof IntercomRateLimitError ? 'stopped' : 'failed';
    if (entry.status === 'failed') {
      entry.error = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      deps.log.error('a step of the sync failed', { run: run.id, step: step.name }, error);
      deps.metrics.count('SyncFailures');
    }
  }
  if (entry.status !== 'stopped') delete entry.resume;
  entry.ms = msBefore + deps.now() - startedAt;
  entry.calls = earlierCalls + invocation.calls() - callsBefore;
}

async function end({ deps, lease }: Work, run: Run, status: Run['status']): Promise<Run> {
  run.status = status;
  run.ended_at = new Date(deps.now()).toISOString();
  await deps.runs.save(lease, run);
  const stoppedIn = run.steps.find((step) => step.status === 'stopped')?.name;
  deps.log.info('sync', { run: run.id, status, stopped_in: stoppedIn, calls: callsOf(run) });
  deps.metrics.count('Synced');
  return run;
}

/** The run that stopped or whose holder died, unless it is too old to go on with. */
async function unfinishedRun(deps: SyncDeps, { runId }: Lease): Promise<Run | null> {
  const run = runId === null ? null : await deps.runs.read(runId);
  if (run === null || run.status === 'finished' || run.status === 'failed') return null;
  return deps.now() - Date.parse(run.tick) < staleMs ? run : null;
}

/** A schedule may deliver a tick twice, or late, behind the next one. */
async function wasDone(deps: SyncDeps, { runId }: Lease, tick: number): Promise<boolean> {
  const run = runId === null ? null : await deps.runs.read(runId);
  const last = run === null ? Number.NEGATIVE_INFINITY : Date.parse(run.tick);
  // One that is still to come was begun by a clock that was wrong, and counts for nothing.
  const isPast = last <= deps.now() + clockSlackMs;
  return last >= tick && isPast && deps.now() - last < staleMs;
}
