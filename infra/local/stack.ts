import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { applyBatch } from '../../functions/apply/apply-batch.ts';
import type { ApplyQueue } from '../../functions/apply/apply-deps.ts';
import { type ApplyParts, createApplyDeps } from '../../functions/apply/create-apply-deps.ts';
import { createIntercomToken } from '../../functions/apply/intercom-token.ts';
import type { RulesetSource } from '../../functions/apply/ruleset-source.ts';
import type { Log } from '../../functions/platform/log.ts';
import type { Metrics } from '../../functions/platform/metrics.ts';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import { createClientSecrets } from '../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../functions/receive/create-receive-app.ts';
import { createTriggerReceiver } from '../../functions/receive/triggers/receive-trigger.ts';
import type { NotificationRecord } from '../../functions/store/record.ts';
import { createSyncDeps } from '../../functions/sync/create-sync-deps.ts';
import type { SyncOutcome } from '../../functions/sync/run-sync.ts';
import { type Clock, systemClock } from './clock.ts';
import { listRecords } from './list-records.ts';
import { startEventSource } from './queue/event-source.ts';
import { createFifoQueue, type FifoQueue } from './queue/fifo-queue.ts';
import { keepQueue, readKeptQueue } from './queue/kept-queue.ts';
import { serveApp } from './serve-app.ts';
import { type LocalDatabase, startDynalite } from './start-dynalite.ts';
import { startSyncTimer } from './start-sync-timer.ts';

export interface LocalStackOptions {
  /** Port of receive; 0 is any free one. */
  port: number;
  /** Where the table and the queue are kept between starts; in memory without. */
  dataDir?: string;
  /** An engine that runs already and has the table; closed with the stack. Else dynalite in this process. */
  database?: LocalDatabase;
  /** Of the queue, and the time by which apply works. */
  clock?: Clock;
  intercom: { baseUrl: string; token: string };
  /** What differs from how apply calls Intercom on Lambda. */
  intercomOptions?: ApplyParts['intercomOptions'];
  clientSecret: string;
  /** Other systems, as `sources` of the webhook secret has them. */
  sources?: Record<string, unknown>;
  appId: string;
  /** Admin in whose name tags are set; else the token's own. */
  adminId?: string;
  /** Instead of what is published in the table. */
  rulesets?: RulesetSource;
  /** Puts every published rule into shadow. */
  shadow?: boolean;
  /** Batches at once, as `maximumConcurrency`. */
  workers?: number;
  /** Days; 0 keeps no text. */
  textDays?: number;
  recordDays?: number;
  /** Minutes between two runs of the sync; none by itself without. */
  syncEveryMinutes?: number;
  /** Of a rule without a limit of its own; default 1,000. */
  changesPerHour?: number;
  log: Log;
  metrics: Metrics;
}

export interface LocalStack {
  /** `http://localhost:<port>/webhooks/intercom`. */
  webhookUrl: string;
  /** `http://localhost:<port>/triggers`, to which `/<source>` is added. */
  triggersUrl: string;
  database: LocalDatabase;
  queue: FifoQueue;
  deadLetterQueue: FifoQueue;
  /** All records, in no order. */
  listRecords(): Promise<NotificationRecord[]>;
  /** Resolves when the queue is empty and no worker is busy. */
  drain(): Promise<void>;
  /** Whether a worker has a batch in hand; else what is in the queue waits for its time. */
  isBusy(): boolean;
  /** A run of the sync, as the schedule begins one. */
  sync(): Promise<SyncOutcome>;
  /** Takes no more, ends what is under way, and keeps what is left. */
  close(): Promise<void>;
}

/** The functions as they are deployed, on embedded parts: only the composition differs. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { clock = systemClock, dataDir, log, metrics } = options;
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const database =
    options.database ?? (await startDynalite(dataDir === undefined ? undefined : join(dataDir, 'table')));
  const kept = dataDir === undefined ? undefined : readKeptQueue(join(dataDir, 'queue.json'));
  const deadLetterQueue = createFifoQueue({ clock, restore: kept?.deadLetterQueue });
  const queue = createFifoQueue({ clock, deadLetterQueue, restore: kept?.queue });
  const keeper =
    dataDir === undefined ? undefined : keepQueue(join(dataDir, 'queue.json'), { queue, deadLetterQueue });

  const app = createReceiveAppOf(options, queue, clock);
  const server = await serveApp(app, options.port).catch(async (error: unknown) => {
    // A taken port: what has been opened by then would keep the process alive.
    keeper?.close();
    await database.close();
    throw error;
  });
  const parts = {
    appId: options.appId,
    dynamo: database.client,
    tableName: database.tableName,
    intercomBaseUrl: options.intercom.baseUrl,
    token: createIntercomToken(async () => JSON.stringify({ access_token: options.intercom.token })),
    adminId: options.adminId,
    intercomOptions: options.intercomOptions,
    rulesets: options.rulesets,
    shadow: options.shadow,
    log,
    metrics,
    now: () => clock.now(),
    recordDays: options.recordDays ?? 400,
    changesPerHour: options.changesPerHour ?? 1_000,
  };
  const deps = createApplyDeps({
    ...parts,
    worker: randomUUID(),
    queue: localApplyQueue(queue, deadLetterQueue),
    textDays: options.textDays ?? 30,
  });
  const source = startEventSource({
    queue,
    clock,
    concurrency: options.workers ?? 10,
    handler: (event) => applyBatch(deps, event, () => functionTimeoutMs),
    onError: (error) => log.error('a worker died', {}, error),
  });
  const sync = startSyncTimer(
    createSyncDeps({ ...parts, worker: randomUUID(), send: async (message) => void queue.send(message) }),
    clock,
    options.syncEveryMinutes,
  );
  return {
    webhookUrl: `${server.url}/webhooks/intercom`,
    triggersUrl: `${server.url}/triggers`,
    database,
    queue,
    deadLetterQueue,
    listRecords: () => listRecords(database),
    drain: () => source.drain(),
    isBusy: () => source.isBusy(),
    sync: () => sync.run(),
    async close() {
      await server.close();
      await sync.close();
      await source.close();
      keeper?.close();
      await database.close();
    },
  };
}

function createReceiveAppOf(options: LocalStackOptions, queue: FifoQueue, clock: Clock): Hono {
  const { appId, clientSecret, sources = {}, log, metrics } = options;
  const parts = { appId, send: async (message: QueueMessage) => void queue.send(message), log, metrics };
  const now = () => clock.now();
  const readSecret = async () => JSON.stringify({ client_secrets: [clientSecret], sources });
  const receiver = createTriggerReceiver({ ...parts, readSecret, now });
  return createReceiveApp({
    ...parts,
    clientSecrets: createClientSecrets(readSecret, now),
    triggers: async () => receiver,
  });
}

/** Of the deployed function. Here nobody ends a batch that takes longer. */
const functionTimeoutMs = 30_000;

function localApplyQueue(queue: FifoQueue, deadLetterQueue: FifoQueue): ApplyQueue {
  return {
    changeVisibility: async (receiptHandle, seconds) => void queue.changeVisibility(receiptHandle, seconds),
    send: async (message) => void queue.send(message),
    sendToDeadLetter: async (message) => void deadLetterQueue.send(message),
  };
}
