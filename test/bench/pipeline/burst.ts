import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Hono } from 'hono';
import * as z from 'zod';
import { createClientSecrets } from '../../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../../functions/receive/create-receive-app.ts';
import { systemClock } from '../../../infra/local/clock.ts';
import { createFifoQueue } from '../../../infra/local/queue/fifo-queue.ts';
import { serveApp } from '../../../infra/local/serve-app.ts';
import { clientSecret } from '../../support/local-service.ts';
import { keptLog, keptMetrics } from '../../support/silent-log.ts';

export interface Burst {
  wanted: number;
  seconds: number;
  /** Answered, from the first post to the last answer. */
  perSecond: number;
  /** Answers other than 200, and posts without an answer, by status or error code. */
  errors: Record<string, number>;
  /** Answered 200 and not in the queue. */
  lost: number;
  /** Milliseconds from a request's head to its answer within receive. */
  p50Ms: number;
  p99Ms: number;
  /** Of receive's process, for one notification. */
  processorMs: number;
}

const sent = z.object({
  seconds: z.number(),
  accepted: z.number(),
  errors: z.record(z.string(), z.number()),
});

/** Notifications by the clock, and not by the answers, from a process of its own. */
export async function burst(wanted: number, seconds: number): Promise<Burst> {
  const times: number[] = [];
  const queue = createFifoQueue({ clock: systemClock });
  const app = createReceiveApp({
    appId: 'bench',
    clientSecrets: createClientSecrets(
      async () => JSON.stringify({ client_secrets: [clientSecret] }),
      Date.now,
    ),
    send: async (message) => void queue.send(message),
    log: keptLog(),
    metrics: keptMetrics(),
  });
  const timed = new Hono();
  timed.all('*', async (c) => {
    const begun = performance.now();
    const response = await app.fetch(c.req.raw);
    times.push(performance.now() - begun);
    return response;
  });
  const server = await serveApp(timed, 0);
  const before = process.cpuUsage();
  const sender = fork(join(import.meta.dirname, 'send-burst.ts'), [
    `${server.url}/webhooks/intercom`,
    String(wanted),
    String(seconds),
  ]);
  const [message] = await once(sender, 'message');
  const { user, system } = process.cpuUsage(before);
  const result = sent.parse(message);
  await server.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
  return {
    wanted,
    seconds,
    perSecond: Math.round(result.accepted / result.seconds),
    errors: result.errors,
    lost: result.accepted - queue.size(),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    processorMs: (user + system) / 1_000 / times.length,
  };
}
