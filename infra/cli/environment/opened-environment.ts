import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IntercomClient, IntercomClientOptions } from '../../../functions/intercom/client.ts';
import type { Region } from '../../../functions/intercom/regions.ts';
import type { MetricName } from '../../../functions/platform/metric-names.ts';
import type { Table } from '../../../functions/store/table.ts';
import type { MessageQueue } from './message-queue.ts';
import type { AlarmState } from './read-alarms.ts';
import type { EventSource } from './read-event-source.ts';

/** What the commands need of one environment, deployed or on this machine. Nothing is called before it is used. */
export interface OpenedEnvironment {
  /** As in infra/environments.ts; `local` for the stack of `npm start`. */
  name: string;
  /** By which a command names it again: `--env dev`, `--env local --data shop`. */
  flags: string;
  isLocal: boolean;
  /** Whether apply works on what comes in: false of a local stack that has not been started. */
  isRunning: boolean;
  /** Intercom's id of the workspace (`app_id`). */
  appId: string;
  /** The stack's AWS region; `local` for the local stack. */
  region: string;
  dynamo: DynamoDBClient;
  tableName: string;
  /** The table in the operations of functions/store. */
  table: Table;
  queue: MessageQueue;
  deadLetterQueue: MessageQueue;
  secrets: Secrets;
  /** Days that message texts are kept; 0 keeps none. */
  textDays: number;
  /** Days that a record lives. */
  recordDays: number;
  /** Changes that a rule without a limit of its own may make within an hour. */
  changesPerHour: number;
  /** The stack's outputs; none of a local stack. */
  outputs: Readonly<Record<string, string>>;
  /** With the environment's own token; waits for the rate limit. @throws EnvironmentError where there is no token */
  intercom: (options?: Partial<IntercomClientOptions>) => Promise<IntercomClient>;
  /** What the functions counted between two moments (Unix ms); null where nobody collects metrics. */
  metricSums: (
    names: readonly MetricName[],
    range: { from: number; to: number },
  ) => Promise<Record<string, number> | null>;
  /** What brings the queue's messages to apply; undefined of the local stack, whose queue does it itself. */
  eventSource?: () => Promise<EventSource | null>;
  /** The stack's alarms; undefined of the local stack. */
  alarms?: () => Promise<AlarmState[]>;
  /** What infra/environments.ts says of the workspace, and where its API is; null of the local stack. */
  workspace: { baseUrl: string; region: Region; adminId: string | undefined } | null;
  /** Of a local stack that runs: a run of its sync, and what became of it. */
  sync?: () => Promise<string>;
  /** Unix ms. */
  now: () => number;
  close: () => Promise<void>;
}

/** The two secrets of an environment, one JSON text each; see docs/operations.md. */
export interface Secrets {
  /** Null where nobody has set it yet. */
  read(name: SecretName): Promise<string | null>;
  write(name: SecretName, text: string): Promise<void>;
}

export type SecretName = 'webhook' | 'intercom';
