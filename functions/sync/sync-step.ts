import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';
import type { RulesetSource } from '../apply/ruleset-source.ts';
import type { IntercomClient } from '../intercom/client.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { SendMessage } from '../platform/queue.ts';
import type { Table } from '../store/table.ts';

/**
 * A part of the sync. It saves a resume point after each piece of work that it can go on behind, looks at
 * `isOutOfTime` before the next one, and may be called again from its last point, after a kill as well: what it
 * does must bear being done twice.
 */
export interface SyncStep {
  /** In the run's record and in logs; the name of its cursor. */
  name: string;
  /**
   * Its place stands in its cursor: where a run stopped in it, the run of a later tick goes on there, and that tick's
   * catch-up need not wait for long work.
   */
  keepsItsPlace?: true;
  /**
   * `out_of_time`: the next invocation goes on from the resume point. What it throws is recorded, and the
   * following steps run all the same; the next tick begins it anew. A rate limit that outlasts the invocation
   * counts as `out_of_time`, so it may be left to pass through.
   */
  run(context: SyncContext): Promise<StepEnd>;
}

export type StepEnd = 'done' | 'out_of_time';

export interface SyncContext extends SyncParts {
  /** Of this run. */
  runId: string;
  /** Unix ms of the tick that this run is for. Ticks that were missed before it have no run of their own. */
  tick: number;
  /** Ms left of this invocation. */
  remainingMs: () => number;
  /** Too little is left to begin anything: save and return `out_of_time`. */
  isOutOfTime: () => boolean;
  /** Where this step goes on within this run. Kept in the run's record: at most some 200 KB. */
  resume: Kept;
  /** What this step keeps from run to run. */
  cursor: Kept;
  /** Adds to what the run's record says of this step; saved with the next resume point and at the step's end. */
  count: (name: string, value?: number) => void;
  /** What has been counted under that name in this run, in earlier invocations too. */
  counted: (name: string) => number;
  /** What the operator should know of this run's step (`ops health`, `ops sync status`): plain JSON. */
  report: (findings: unknown) => void;
  /** Calls to Intercom so far in this invocation, every try counted. */
  calls: () => number;
  /** Intercom's own time by its newest answer (`Date`, whole seconds), Unix ms; null before the first answer. */
  intercomNow: () => number | null;
}

/** What is kept as JSON and read by a schema; null where there is nothing yet. */
interface Kept {
  read: <T>(schema: z.ZodType<T>) => Promise<T | null>;
  save: (value: unknown) => Promise<void>;
}

/** What every step works with. */
export interface SyncParts {
  appId: string;
  /** Waits for the rate limit for as long as the invocation lasts, and leaves a part of each window to apply. */
  intercom: IntercomClient;
  dynamo: DynamoDBClient;
  tableName: string;
  table: Table;
  /** In whose name conversations and tickets are tagged; else the token's own admin. */
  adminId: () => Promise<string | undefined>;
  rulesets: RulesetSource;
  /** Onto apply's queue. */
  send: SendMessage;
  log: Log;
  metrics: Metrics;
  /** Unix ms by our own clock: for leases and expiry, never for the order of changes. */
  now: () => number;
  /** Days that a record lives. */
  recordDays: number;
  /** Of a rule that sets no `limit` of its own. */
  changesPerHour: number;
}
