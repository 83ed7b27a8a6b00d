import { setTimeout as delay } from 'node:timers/promises';
import { Hono } from 'hono';
import { createClientSecrets } from '../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../functions/receive/create-receive-app.ts';
import type { Clock } from '../../infra/local/clock.ts';
import { listRecords } from '../../infra/local/list-records.ts';
import { startEventSource } from '../../infra/local/queue/event-source.ts';
import { createFifoQueue } from '../../infra/local/queue/fifo-queue.ts';
import { serveApp } from '../../infra/local/serve-app.ts';
import { seededRandom } from '../../infra/local/workspace/random.ts';
import { realTimers } from '../../infra/local/workspace/timers.ts';
import { createWorkspace, type Workspace } from '../../infra/local/workspace/workspace.ts';
import { aReply } from '../support/notifications.ts';
import { hubSignature } from '../support/signed.ts';
import { keptLog, keptMetrics } from '../support/silent-log.ts';
import { startDynaliteProcess } from '../support/start-dynalite-process.ts';
import { bundleWorker } from './bundle-worker.ts';
import { type ChaosMessage, type ChaosPlan, generatePlan } from './generate.ts';
import { type ChaosReport, type ChaosWorld, judge, notificationId } from './judge.ts';
import { fastNow, type Part } from './messages.ts';
import { killingPart } from './with-kill-points.ts';
import { startWorkerPool } from './worker-pool.ts';

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
  /** Worker deaths by point. */
  deaths: Record<string, number>;
  /** Answers of the emulator by status. */
  answers: Record<string, number>;
  posted: number;
  seconds: number;
}

const secret = 'chaos-secret';
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
  // Of the queue alone: see `peopleUndo`.
  let skipped = 0;
  const clock: Clock = {
    now: () => now() + skipped,
    wait: (ms, signal) => delay(ms / speed, undefined, { signal }).catch(() => undefined),
  };
  const plan = generatePlan(notifications, seed);
  const workspace = createWorkspace({ seed, timers: realTimers(speed) });
  const token = { revoked: false };
  const intercom = await serveApp(revocable(workspace, token), 0);
  const database = await startDynaliteProcess();
  const deadLetterQueue = createFifoQueue({ clock });
  const queue = createFifoQueue({ clock, visibilityTimeout, deadLetterQueue });
  const { appId } = workspace.options;
  const receive = await serveApp(
    createReceiveApp({
      appId,
      clientSecrets: createClientSecrets(async () => JSON.stringify({ client_secrets: [secret] }), now),
      send: async (message) => void queue.send(message),
      log: keptLog(),
      metrics: keptMetrics(),
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
    const post = (message: ChaosMessage) =>
      postNotification(`${receive.url}/webhooks/intercom`, appId, world, message);
    workspace.faults.set([
      { kind: 'rate_limit', share: 0.01 },
      { kind: 'server_error', status: 502, body: 'html', carried_out: false, share: 0.01 },
      { kind: 'server_error', status: 503, body: 'json', carried_out: true, share: 0.01 },
      { kind: 'reset', share: 0.01 },
    ]);
    const deliveries = shuffled(withDuplicates(plan.messages, seed), seed);
    const revocation = revokeFor(token, 2_000, deliveries.length);
    for (let i = 0; i < deliveries.length; i += 20) {
      await Promise.all(deliveries.slice(i, i + 20).map(post));
      posts = i;
      revocation(i);
      while (queue.size() > 2_000) await delay(20);
    }
    const drain = () =>
      Promise.race([source.drain(), delay((options.patience ?? 3_600) * 1_000, undefined, { ref: false })]);
    await drain();
    const posted =
      deliveries.length +
      (await peopleUndo(world, plan, seed, post, (ms) => {
        skipped += ms;
      }));
    await drain();
    const records = await listRecords(database);
    const report = judge(plan, world, records, deadLetterQueue.peek());
    const seconds = (Date.now() - startedAt) / 1000;
    return { ...report, deaths: pool.deaths, answers: answersOf(workspace), posted, seconds };
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

/** The emulator's API, whose token can be revoked and restored. */
function revocable(workspace: Workspace, token: { revoked: boolean }): Hono {
  const app = new Hono();
  app.all('*', (c) =>
    token.revoked
      ? c.json(
          { type: 'error.list', errors: [{ code: 'token_revoked', message: 'Access Token Invalid' }] },
          401,
        )
      : workspace.app.fetch(c.req.raw),
  );
  return app;
}

/** Revokes the token when a third is posted, and restores it so many milliseconds later. */
function revokeFor(token: { revoked: boolean }, ms: number, posts: number): (posted: number) => void {
  let begun = false;
  return (posted) => {
    if (begun || posted < posts / 3) return;
    begun = true;
    token.revoked = true;
    setTimeout(() => {
      token.revoked = false;
    }, ms);
  };
}

interface PopulatedWorld extends ChaosWorld {
  /** Unix seconds of the first notification: a duplicate is the same to the byte. */
  beganAt: number;
  undone: Set<number>;
}

async function populate(workspace: Workspace, plan: ChaosPlan): Promise<PopulatedWorld> {
  const call = async (path: string, body: object) => {
    const response = await workspace.app.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${workspace.options.token}`, 'Content-Type': 'application/json' },
    });
    const answer: Record<string, unknown> = JSON.parse(await response.text());
    return answer;
  };
  workspace.rateLimit.set({ limit: 1_000_000 });
  const contactIds: string[] = [];
  for (let n = 0; n < plan.contacts; n++) {
    contactIds.push(String((await call('/contacts', { role: 'user', email: `c${n}@example.test` }))['id']));
  }
  const conversationIds: string[] = [];
  for (let n = 0; n < plan.conversations; n++) {
    const from = { type: 'user', id: contactIds[n % plan.contacts] };
    conversationIds.push(String((await call('/conversations', { from, body: 'Hello' }))['conversation_id']));
  }
  workspace.counts.clear();
  workspace.rateLimit.set({ limit: 1667 });
  return { workspace, contactIds, conversationIds, beganAt: workspace.core.now(), undone: new Set() };
}

async function postNotification(
  url: string,
  appId: string,
  world: PopulatedWorld,
  message: ChaosMessage,
): Promise<void> {
  const { rank, conversation, contact, body, poison } = message;
  const text = JSON.stringify(
    aReply({
      appId,
      conversationId: world.conversationIds[conversation] ?? '',
      contactId: world.contactIds[contact] ?? '',
      body,
      id: notificationId(message),
      partId: `${rank + 1_000}${poison === 'kills' ? killingPart : ''}`,
      createdAt: world.beganAt + Math.floor(rank / 20),
    }),
  );
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      body: text,
      headers: { 'X-Hub-Signature': hubSignature(text, secret) },
    });
    await response.body?.cancel();
    if (response.status === 200) return;
  }
}

/**
 * People take some of the tags off again, and then Intercom delivers the old notifications once more, after the
 * queue has forgotten them: nothing may come back. It is empty then, so that its clock may be put forward.
 */
async function peopleUndo(
  world: PopulatedWorld,
  plan: ChaosPlan,
  seed: number,
  post: (message: ChaosMessage) => Promise<void>,
  skip: (ms: number) => void,
): Promise<number> {
  const { workspace } = world;
  const random = seededRandom(seed + 2);
  workspace.faults.set([]);
  skip(5 * 60_000 + 1_000);
  const [, person] = workspace.options.admins;
  const chosen = plan.messages.filter(({ adds }) => adds !== undefined && random.next() < 0.05);
  for (const { rank, conversation, adds } of chosen) {
    const tag = [...workspace.core.tags.all()].find(({ name }) => name === adds);
    const path = `/conversations/${world.conversationIds[conversation]}/tags/${tag?.id}`;
    await workspace.app.request(path, {
      method: 'DELETE',
      body: JSON.stringify({ admin_id: person?.id }),
      headers: { Authorization: `Bearer ${workspace.options.token}`, 'Content-Type': 'application/json' },
    });
    world.undone.add(rank);
  }
  for (const message of chosen) await post(message);
  return chosen.length;
}

function withDuplicates(messages: readonly ChaosMessage[], seed: number): ChaosMessage[] {
  const random = seededRandom(seed + 1);
  return messages.flatMap((message) => (random.next() < 0.05 ? [message, message] : [message]));
}

/** Out of order as deliveries are: each by up to some dozens of places. */
function shuffled(messages: readonly ChaosMessage[], seed: number): ChaosMessage[] {
  const random = seededRandom(seed + 3);
  const places = messages.map((message, i) => ({ message, place: i + random.next() * 60 }));
  return places.toSorted((a, b) => a.place - b.place).map(({ message }) => message);
}

function answersOf(workspace: Workspace): Record<string, number> {
  const answers: Record<string, number> = {};
  for (const byStatus of Object.values(workspace.counts.read())) {
    for (const [status, count] of Object.entries(byStatus)) answers[status] = (answers[status] ?? 0) + count;
  }
  return answers;
}
