/** What the pipeline carries on this machine: receive under a burst, apply without a limit, apply at Intercom's. */

import { setTimeout as delay } from 'node:timers/promises';
import { Hono } from 'hono';
import { pack } from '../../../functions/platform/pack.ts';
import { createClientSecrets } from '../../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../../functions/receive/create-receive-app.ts';
import { systemClock } from '../../../infra/local/clock.ts';
import { createFifoQueue } from '../../../infra/local/queue/fifo-queue.ts';
import { serveApp } from '../../../infra/local/serve-app.ts';
import { clientSecret, type LocalService, startLocalService } from '../../support/local-service.ts';
import { aReply } from '../../support/notifications.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { hubSignature } from '../../support/signed.ts';
import { keptLog, keptMetrics } from '../../support/silent-log.ts';
import { replaceSection } from '../replace-section.ts';

interface PipelineReport {
  burst: { wanted: number; perSecond: number; seconds: number; errors: number; p50Ms: number; p99Ms: number };
  unlimited: { notifications: number; perSecond: number };
  limited: { windows: number; used: number; refused: number; lost: number };
}

/** As `npm run bench -- pipeline [--json] [--quick]`. */
export async function benchPipeline(options: { quick: boolean; json: boolean }): Promise<void> {
  const report: PipelineReport = {
    burst: await burst(options.quick ? 2 : 10),
    unlimited: await unlimited(options.quick ? 1_000 : 10_000),
    limited: await limited(options.quick ? 2 : 4),
  };
  const text = textOf(report);
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${text}\n`);
  if (!options.quick) replaceSection('pipeline', text);
}

const ruleset = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
  }),
]);

/**
 * 1,000 notifications a second, by the clock and not by the answers. The time is receive's own, from a request's
 * body to its answer, without the client and the socket, which share its process here.
 */
async function burst(seconds: number): Promise<PipelineReport['burst']> {
  const wanted = 1_000;
  const times: number[] = [];
  let errors = 0;
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
  const queue = createFifoQueue({ clock: systemClock });
  const timed = new Hono();
  timed.all('*', async (c) => {
    const begun = performance.now();
    const response = await app.fetch(c.req.raw);
    times.push(performance.now() - begun);
    return response;
  });
  const server = await serveApp(timed, 0);
  const start = performance.now();
  const posts: Promise<void>[] = [];
  for (let n = 0; n < wanted * seconds; n++) {
    const wait = start + (n * 1_000) / wanted - performance.now();
    if (wait > 1) await delay(wait);
    const body = JSON.stringify(
      aReply({ appId: 'bench', conversationId: String(n), body: 'thanks', id: `notif_${n}` }),
    );
    const headers = { 'X-Hub-Signature': hubSignature(body, clientSecret) };
    const post = fetch(`${server.url}/webhooks/intercom`, { method: 'POST', body, headers });
    posts.push(
      post.then(
        async (response) => {
          await response.body?.cancel();
          if (response.status !== 200) errors += 1;
        },
        () => {
          errors += 1;
        },
      ),
    );
  }
  await Promise.all(posts);
  const took = (performance.now() - start) / 1_000;
  await server.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
  return {
    wanted,
    perSecond: Math.round(times.length / took),
    seconds,
    errors: errors + wanted * seconds - queue.size(),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

/** Half of the notifications match and tag a conversation of their own; emulator, table and queue share the machine. */
async function unlimited(notifications: number): Promise<PipelineReport['unlimited']> {
  const service = await startLocalService(ruleset, {
    workspace: { rateLimit: { limit: 10_000_000, windowMs } },
  });
  const conversations = await openConversations(service, notifications);
  const start = performance.now();
  for (const [n, id] of conversations.entries()) enqueue(service, n, id, n % 2 === 0 ? 'refund' : 'thanks');
  await service.stack.drain();
  const seconds = (performance.now() - start) / 1_000;
  await service.close();
  return { notifications, perSecond: Math.round(notifications / seconds) };
}

/** More calls than so many windows can carry: the part of those windows that is used when they are over. */
async function limited(windows: number): Promise<PipelineReport['limited']> {
  const service = await startLocalService(ruleset, {
    workspace: { rateLimit: { limit: 10_000_000, windowMs } },
  });
  const conversations = await openConversations(service, Math.round(limit * (windows + 0.5)));
  service.workspace.counts.clear();
  service.workspace.rateLimit.set({ limit });
  await delay(windowMs - (Date.now() % windowMs));
  for (const [n, id] of conversations.entries()) enqueue(service, n, id, 'refund');
  await delay(windows * windowMs);
  const used = tagged(service) / (limit * windows);
  await service.stack.drain();
  const records = await service.stack.listRecords();
  const lost = conversations.length - records.filter(({ outcome }) => outcome === 'tagged').length;
  const refused = service.workspace.counts.read()['attachTagToConversation']?.['429'] ?? 0;
  await service.close();
  return { windows, used, refused, lost };
}

/** Intercom's, for a private app: 10,000 a minute. */
const limit = 1_667;
const windowMs = 10_000;

function tagged(service: LocalService): number {
  return service.workspace.counts.read()['attachTagToConversation']?.['200'] ?? 0;
}

async function openConversations(service: LocalService, count: number): Promise<string[]> {
  const contact = await service.api('POST', '/contacts', { role: 'user', email: 'bench@example.test' });
  const from = { type: 'user', id: contact['id'] };
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    ids.push(
      String((await service.api('POST', '/conversations', { from, body: 'Hello' }))['conversation_id']),
    );
  }
  return ids;
}

function enqueue(service: LocalService, n: number, conversationId: string, body: string): void {
  service.stack.queue.send({
    groupId: `conversation:${conversationId}`,
    deduplicationId: `notif_${n}`,
    body: pack(Buffer.from(JSON.stringify(reply(service, n, body, conversationId)))),
    attributes: { kind: 'notification' },
  });
}

function reply(service: LocalService, n: number, body: string, conversationId = String(n)): object {
  const { appId } = service.workspace.options;
  const createdAt = Math.floor(Date.now() / 1_000);
  return aReply({ appId, conversationId, body, id: `notif_${n}`, partId: String(1_000 + n), createdAt });
}

function textOf({ burst, unlimited, limited }: PipelineReport): string {
  return [
    '## Pipeline',
    '',
    'receive, apply, dynalite, the queue and the workspace emulator in one process.',
    '',
    '| what | figure |',
    '|---|---|',
    `| receive under ${burst.wanted} notifications a second for ${burst.seconds} s | ${burst.perSecond} a second, ${burst.errors} errors, p50 ${burst.p50Ms} ms, p99 ${burst.p99Ms} ms |`,
    `| apply, no limit, half of them hits | ${unlimited.perSecond} notifications a second |`,
    `| apply at 1,667 calls in 10 s, ${limited.windows} windows | ${(limited.used * 100).toFixed(1)}% used, ${limited.refused} calls refused, ${limited.lost} lost |`,
  ].join('\n');
}
