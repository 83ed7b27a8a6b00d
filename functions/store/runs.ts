import * as z from 'zod';
import { TagwrightError } from '../tagwright-error.ts';
import type { Expression, Table } from './table.ts';

const stepSchema = z.object({
  name: z.string(),
  /** `stopped`: out of time, and the next invocation goes on at `resume`; `left`: the next run goes on with it. */
  status: z.enum(['waiting', 'running', 'stopped', 'left', 'done', 'failed']),
  /** What it saw and did, by its own words. */
  counts: z.record(z.string(), z.number()),
  /** Calls to Intercom, tries included. */
  calls: z.number(),
  ms: z.number(),
  /** Where it goes on, in its own shape. */
  resume: z.unknown().optional(),
  /** What the operator should know of it, in its own shape. */
  findings: z.unknown().optional(),
  /** Class and message of what ended it. */
  error: z.string().optional(),
});

/** One run of the sync: what it saw, did and cost, and where it stopped. */
const runSchema = z.object({
  id: z.string(),
  kind: z.literal('sync'),
  /** `running` with a lease that ran out: its holder died; whoever comes next goes on. */
  status: z.enum(['running', 'stopped', 'finished', 'failed']),
  /** ISO time of the schedule's tick that it is for. */
  tick: z.string(),
  started_at: z.string(),
  ended_at: z.string().optional(),
  /** Invocations that worked on it. */
  invocations: z.number(),
  steps: z.array(stepSchema),
  /** Unix seconds. */
  expires_at: z.number(),
});

export type Run = z.infer<typeof runSchema>;
export type RunStep = z.infer<typeof stepSchema>;

/** The right to run. A later lease's fence is higher, and what an earlier one writes then is refused. */
export interface Lease {
  holder: string;
  fence: number;
  /** The run that was worked on last: its id, or null before the first. */
  runId: string | null;
}

export interface RunStore {
  /** Null where another holds it. `untilMs` in Unix ms. */
  acquire(holder: string, untilMs: number): Promise<Lease | null>;
  release(lease: Lease): Promise<void>;
  read(id: string): Promise<Run | null>;
  /** The newest run that was begun, and until when its lease holds (Unix ms, 0: nobody works on it). */
  latest(): Promise<{ runId: string | null; leaseUntil: number }>;
  /** Writes the run whole. Throws LeaseLostError where a later lease has written. */
  save(lease: Lease, run: Run): Promise<void>;
  /** What a step keeps from run to run. */
  readCursor(step: string): Promise<unknown>;
  /** Throws LeaseLostError where a later lease has written. */
  saveCursor(lease: Lease, step: string, value: unknown): Promise<void>;
}

/** Another took the sync up: this one has been taken for dead, and must write no more. */
export class LeaseLostError extends TagwrightError {
  override name = 'LeaseLostError';
}

export const RUN_LIST = 'RUNS';
const leaseKey = { pk: 'SYNC', sk: 'LEASE' };

const leaseSchema = z.object({
  holder: z.string(),
  until: z.number(),
  fence: z.number(),
  run_id: z.string().nullish(),
});

/** `now` in Unix milliseconds. */
export function createRunStore(table: Table, now: () => number): RunStore {
  async function put(lease: Lease, item: Record<string, unknown> & { pk: string; sk: string }) {
    const written = await table.put({ ...item, fence: lease.fence }, notFencedOff(lease));
    if (!written) throw new LeaseLostError('a later run has taken the sync up');
  }

  return {
    async acquire(holder, untilMs) {
      const item = await table.update(
        leaseKey,
        {
          text: 'SET #holder = :holder, #until = :until, fence = if_not_exists(fence, :none) + :one',
          names: { '#holder': 'holder', '#until': 'until' },
          values: { ':holder': holder, ':until': untilMs, ':none': 0, ':one': 1 },
        },
        { text: 'attribute_not_exists(pk) OR #until <= :now', values: { ':now': now() } },
      );
      if (item === null) return null;
      const { fence, run_id } = leaseSchema.parse(item);
      return { holder, fence, runId: run_id ?? null };
    },

    async release(lease) {
      await table.update(
        leaseKey,
        { text: 'SET #until = :now', names: { '#until': 'until' }, values: { ':now': 0 } },
        { text: 'fence = :fence', values: { ':fence': lease.fence } },
      );
    },

    async read(id) {
      const item = await table.get(runKey(id));
      return item === null ? null : runSchema.parse(item);
    },

    async latest() {
      const item = await table.get(leaseKey);
      if (item === null) return { runId: null, leaseUntil: 0 };
      const { run_id, until } = leaseSchema.parse(item);
      return { runId: run_id ?? null, leaseUntil: until };
    },

    async save(lease, run) {
      await put(lease, { ...run, ...runKey(run.id) });
      if (lease.runId === run.id) return;
      await table.put(runEntry(run));
      // Whoever comes next finds by it what is not finished.
      const set = { text: 'SET run_id = :run', values: { ':run': run.id } };
      await table.update(leaseKey, set, { text: 'fence = :fence', values: { ':fence': lease.fence } });
      lease.runId = run.id;
    },

    async readCursor(step) {
      return (await table.get(cursorKey(step)))?.['value'];
    },

    saveCursor: (lease, step, value) => put(lease, { ...cursorKey(step), value }),
  };
}

export function runKey(id: string) {
  return { pk: `RUN#${id}`, sk: 'RUN' };
}

/** In the list of runs, by their ticks: see `syncCalls`. */
function runEntry({ id, tick, expires_at }: Run) {
  return { pk: RUN_LIST, sk: `${tick}#${id}`, id, expires_at };
}

function cursorKey(step: string) {
  return { pk: 'SYNC', sk: `CURSOR#${step}` };
}

function notFencedOff({ fence }: Lease): Expression {
  return { text: 'attribute_not_exists(pk) OR fence <= :fence', values: { ':fence': fence } };
}
