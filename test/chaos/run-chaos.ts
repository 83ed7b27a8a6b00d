import { setTimeout as delay } from 'node:timers/promises';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import { createClientSecrets } from '../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../functions/receive/create-receive-app.ts';
import { createTriggerReceiver } from '../../functions/receive/triggers/receive-trigger.ts';
import type { Clock } from '../../infra/local/clock.ts';
import { listRecords } from '../../infra/local/list-records.ts';
import { startEventSource } from '../../infra/local/queue/event-source.ts';
import { createFifoQueue } from '../../infra/local/queue/fifo-queue.ts';
import { serveApp } from '../../infra/local/serve-app.ts';
import { realTimers } from '../../infra/local/workspace/timers.ts';
import { createWorkspace, type Workspace } from '../../infra/local/workspace/workspace.ts';
import { keptLog, keptMetrics } from '../support/silent-log.ts';
import { startDynaliteProcess } from '../support/start-dynalite-process.ts';
import { bundleWorker } from './bundle-worker.ts';
import { createDelivery, deliveriesOf, webhookSecret } from './deliver.ts';
import { explain } from './explain.ts';
import { generatePlan } from './generate.ts';
import { type ChaosReport, judge } from './judge.ts';
import { fastNow, type Part } from './messages.ts';
import { peopleUndo } from './people-undo.ts';
import { type WatchedEmulator, watchEmulator } from './watched-emulator.ts';
import { type Death, startWorkerPool } from './worker-pool.ts';
import { populate } from './world.ts';

export interface ChaosOptions {
  notifications: number;
  seed: number;
  workers?: number;
  /** Times faster than the wall clock. */
  speed?: number;
  without?: Part;
  /** Seconds after which what is left in the queue is given up: without some part it would never be empty. */
  patience?: number;
  /** Told how far it is, about once a second. */
  onProgress?: (line: string) => void;
}

export interface ChaosResult extends ChaosReport {
  /** The first faults, each with all that is known of its object. */
  explanations: string[];
  /** Worker deaths by point. */
  deaths: Record<string, number>;
  /** Answers of the emulator by status. */
  answers: Record<string, number>;
  posted: number;
  seconds: number;
}

/** Longer than the lease (40 s), as in the stack; not its 180 s, so that a run ends the sooner. */
const visibilityTimeout = 60;

/**
 * The real functions under everything that goes wrong at once. Queue, table and emulator live here; apply runs
 * in processes that end themselves with SIGKILL at named points.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { notifications, seed, workers = 8, speed = 30, onProgress = () => {} } = options;
  const startedAt = Date.now();
  const now = fastNow({ speed, startedAt });
  // Of the queue alone, and where it is empty: Intercom's old notifications come after it has forgotten them.
  let skipped = 0;
  const clock: Clock = {
    now: () => now() + skipped,
    wait: (ms, signal) => delay(ms / speed, undefined, { signal }).catch(() => undefined),
  };
  const plan = generatePlan(notifications, seed);
  const workspace = createWorkspace({ seed, timers: realTimers(speed), contactSearchDelayMs: 120_000 });
  const emulator = watchEmulator(workspace, now);
  const intercom = await serveApp(emulator.app, 0);
  const database = await startDynaliteProcess();
  const deadLetterQueue = createFifoQueue({ clock });
  const queue = createFifoQueue({ clock, visibilityTimeout, deadLetterQueue });
  const { appId } = workspace.options;
  const parts = {
    appId,
    send: async (message: QueueMessage) => void queue.send(message),
    log: keptLog(),
    metrics: keptMetrics(),
  };
  const readSecret = async () => webhookSecret;
  const triggers = createTriggerReceiver({ ...parts, readSecret, now });
  const receive = await serveApp(
    createReceiveApp({
      ...parts,
      clientSecrets: createClientSecrets(readSecret, now),
      triggers: async () => triggers,
    }),
    0,
  );
  const worker = bundleWorker();
  const pool = startWorkerPool(
    worker.file,
    {
      seed,
      speed,
      startedAt,
      appId,
      dynamoEndpoint: database.endpoint,
      tableName: database.tableName,
      intercomUrl: intercom.url,
      token: workspace.options.token,
      adminId: workspace.options.admins[0]?.id ?? '',
      ...(options.without === undefined ? {} : { without: options.without }),
      killRate: 0.002,
      storeFaultRate: 0.004,
    },
    workers,
    { queue, deadLetter: (message) => deadLetterQueue.send(message) },
  );
  const source = startEventSource({
    queue,
    clock,
    concurrency: workers,
    handler: (event) => pool.handle(event),
  });
  let posts = 0;
  const progress = setInterval(() => onProgress(`${posts} posted, ${queue.size()} in the queue`), 1_000);
  try {
    const world = await populate(workspace, plan);
    const deliver = createDelivery(receive.url, world, now);
    workspace.faults.set([
      { kind: 'rate_limit', share: 0.01 },
      { kind: 'server_error', status: 502, body: 'html', carried_out: false, share: 0.01 },
      { kind: 'server_error', status: 503, body: 'json', carried_out: true, share: 0.01 },
      { kind: 'reset', share: 0.01 },
    ]);
    const deliveries = deliveriesOf(plan.messages, seed);
    const revocation = revokeFor(emulator, 2_000, deliveries.length);
    for (let i = 0; i < deliveries.length; i += 20) {
      await Promise.all(deliveries.slice(i, i + 20).map(deliver));
      posts = i;
      revocation(i);
      while (queue.size() > 2_000) await delay(20);
    }
    const drain = () =>
      Promise.race([source.drain(), delay((options.patience ?? 3_600) * 1_000, undefined, { ref: false })]);
    await drain();
    workspace.faults.set([]);
    // What is given up is judged as it is.
    const givenUp = queue.size() > 0;
    if (!givenUp) skipped += 5 * 60_000 + 1_000;
    const undone = givenUp ? [] : await peopleUndo(world, plan, seed);
    for (const message of undone) await deliver(message);
    if (!givenUp) await drain();
    const records = await listRecords(database);
    const report = judge(plan, world, records, deadLetterQueue.peek());
    const evidence = { database, records, calls: emulator.calls, deaths: pool.deaths, startedAt };
    return {
      ...report,
      explanations: await Promise.all(report.faults.slice(0, 5).map((fault) => explain(fault, evidence))),
      deaths: countDeaths(pool.deaths),
      answers: answersOf(workspace),
      posted: deliveries.length + undone.length,
      seconds: (Date.now() - startedAt) / 1000,
    };
  } finally {
    clearInterval(progress);
    pool.close();
    await source.close();
    await receive.close();
    await intercom.close();
    await database.close();
    worker.remove();
  }
}

/** Revokes the token when a third is posted, and restores it so many milliseconds later. */
function revokeFor(
  { revoke }: Pick<WatchedEmulator, 'revoke'>,
  ms: number,
  posts: number,
): (posted: number) => void {
  let begun = false;
  return (posted) => {
    if (begun || posted < posts / 3) return;
    begun = true;
    revoke(true);
    setTimeout(() => revoke(false), ms);
  };
}

function answersOf(workspace: Workspace): Record<string, number> {
  const answers: Record<string, number> = {};
  for (const byStatus of Object.values(workspace.counts.read())) {
    for (const [status, count] of Object.entries(byStatus)) answers[status] = (answers[status] ?? 0) + count;
  }
  return answers;
}

function countDeaths(deaths: readonly Death[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { point } of deaths) counts[point] = (counts[point] ?? 0) + 1;
  return counts;
}
