import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { createMetrics } from '../../../functions/platform/metrics.ts';
import { pack } from '../../../functions/platform/pack.ts';
import { subjectTypes } from '../../../functions/rules/topics.ts';
import { createFileLog } from '../../../infra/local/start/file-log.ts';
import { drainInTime } from '../../support/drain-in-time.ts';
import { type LocalService, startLocalService } from '../../support/local-service.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { aRule, aRuleset } from '../../support/rulesets.ts';
import { bodySignature, hubSignature } from '../../support/signed.ts';

/** Stands for everything that people write, are called or are reached by. */
const canary = 'canary7f3a';
const address = `${canary}@leak.example`;
const secret = `${canary}-secret`;
const token = `${canary}-token`;

/** Every text in it is the canary, and the names of custom attributes, too. */
const person = (id: string) => ({ type: 'user', id, name: canary, email: address, phone: canary });
const itemOf = (type: string) => ({
  type,
  id: '901',
  conversation_id: '901',
  title: canary,
  name: canary,
  email: address,
  external_id: canary,
  company_id: canary,
  body: canary,
  state: canary,
  tag: { type: 'tag', id: '5', name: canary },
  tags_added: { type: 'tag.list', tags: [{ type: 'tag', id: '5', name: canary }] },
  contact: { type: 'contact', id: 'aaaaaaaaaaaaaaaaaaaaaaaa', email: address, name: canary },
  contacts: { type: 'contact.list', contacts: [person('aaaaaaaaaaaaaaaaaaaaaaaa')] },
  source: {
    type: 'conversation',
    id: '1',
    subject: canary,
    body: `<p>${canary} refund</p>`,
    author: person('2'),
  },
  conversation_parts: {
    type: 'conversation_part.list',
    conversation_parts: [
      {
        type: 'conversation_part',
        id: '77',
        part_type: 'comment',
        body: `${canary} refund`,
        author: person('2'),
      },
    ],
  },
  custom_attributes: { [canary]: canary, order: canary },
  ticket_attributes: { [canary]: canary },
});

const rules = {
  ...aRuleset([
    aRule({
      id: 'text',
      trigger: ['conversation.user.replied', 'conversation.user.created'],
      when: { field: 'message.text', operator: 'contains', values: [canary] },
      then: [
        {
          target: 'subject',
          add: [{ name: 'Refund' }, { template: 'Order {{conversation.custom_attributes.order}}' }],
          remove: [],
        },
        { target: 'contact', add: [{ name: 'Requester' }], remove: [] },
      ],
    }),
    aRule({
      id: 'mail',
      trigger: ['conversation.admin.closed', 'contact.user.updated', 'ticket.created', 'company.updated'],
      when: { field: 'contact.email', operator: 'equals', values: [address] },
    }),
    aRule({ id: 'tagged', trigger: ['contact.user.tag.created', 'conversation_part.tag.created'] }),
    aRule({ id: 'crm', trigger: ['source:crm'] }),
  ]),
  sources: { crm: { subject: { contact: { email: '{{payload.email}}' } } } },
};

/** Intercom as it may be on a bad day: every error echoes what it was asked, with the headers. */
const answers: ((echo: string) => { status: number; body: string } | null)[] = [
  (echo) => ({ status: 400, body: errorList('parameter_invalid', echo) }),
  (echo) => ({ status: 422, body: errorList(`${canary} ${echo}`, echo) }),
  (echo) => ({ status: 500, body: `<html>${echo}</html>` }),
  (echo) => ({ status: 200, body: `{"type":"tag","id":"5","name":"${canary}${echo}` }),
  (echo) => ({ status: 200, body: JSON.stringify({ [canary]: echo, type: [canary] }) }),
  (echo) => ({ status: 404, body: errorList('not_found', echo) }),
  (echo) => ({ status: 403, body: errorList('api_plan_restricted', echo) }),
  () => null,
  (echo) => ({ status: 401, body: errorList('token_revoked', echo) }),
];

function errorList(code: string, message: string): string {
  return JSON.stringify({ type: 'error.list', request_id: canary, errors: [{ code, message }] });
}

let folder: string;
let clock: ManualClock;
let intercom: Server;
let service: LocalService;
let log: ReturnType<typeof createFileLog>;
const metricLines: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-canaries-'));
  clock = manualClock(Date.now());
  let asked = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let echo = `${request.url} ${JSON.stringify(request.headers)} `;
    for await (const chunk of request) echo += String(chunk);
    const given = answers[asked++ % answers.length]?.(echo.replaceAll('"', "'")) ?? null;
    if (given === null) return void response.destroy();
    response.writeHead(given.status, { 'content-type': 'application/json', 'x-request-id': canary });
    response.end(given.body);
  };
  intercom = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => intercom.listen(0, resolve));
  const { port } = z.object({ port: z.number() }).parse(intercom.address());
  log = createFileLog(join(folder, 'functions.log'), () => clock.now());
  service = await startLocalService(rules, {
    clock,
    log,
    metrics: createMetrics({
      service: 'local',
      environment: 'local',
      write: (line) => void metricLines.push(line),
    }),
    intercom: { baseUrl: `http://localhost:${port}`, token },
    clientSecret: secret,
    sources: { crm: { scheme: 'github', secrets: [secret] } },
    intercomOptions: {
      clock: { now: () => clock.now(), sleep: (ms, signal) => clock.wait(ms, signal) },
      retry: { maxTries: 1 },
    },
  });
});
afterEach(async () => {
  await service.close();
  intercom.closeAllConnections();
  await new Promise((resolve) => intercom.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const post = (body: string, signature = hubSignature(body, secret)) =>
  fetch(service.stack.webhookUrl, { method: 'POST', body, headers: { 'X-Hub-Signature': signature } });

it('no line holds a text, a name, an address or a token, whatever comes and whatever goes wrong', async () => {
  const { appId } = service.workspace.options;
  const notification = (topic: string, n: number, item: object) => ({
    type: 'notification_event',
    app_id: appId,
    id: `notif_${n}`,
    topic,
    self: address,
    created_at: Math.floor(clock.now() / 1000) - 3600,
    data: { type: 'notification_event_data', item },
  });
  let n = 0;
  for (const [topic, type] of subjectTypes) {
    n += 1;
    await post(JSON.stringify(notification(topic, n, itemOf(type ?? topic.split('.')[0] ?? ''))));
  }
  // Unknown topics and shapes, bodies that are no JSON, foreign signatures.
  await post(JSON.stringify(notification(`${canary}.created`, 501, itemOf(canary))));
  await post(
    JSON.stringify({ ...notification('conversation.user.replied', 502, {}), id: { [canary]: canary } }),
  );
  await post(JSON.stringify({ ...notification('conversation.user.replied', 503, {}), data: canary }));
  await post(`${canary} is no JSON ${address}`);
  await post(canary, `sha1=${canary}`);
  await post(JSON.stringify({ ...notification('ping', 504, itemOf('ping')), app_id: canary }));
  // Another system, by an address that Intercom is asked for.
  for (const signature of [secret, 'another']) {
    const body = JSON.stringify({ email: address, note: canary, [canary]: canary });
    const signed = `sha256=${bodySignature(body, signature)}`;
    await fetch(`${service.stack.triggersUrl}/crm`, {
      method: 'POST',
      body,
      headers: { 'X-Hub-Signature-256': signed, 'X-GitHub-Delivery': address },
    });
  }
  // Messages that nobody of ours has written.
  const { queue } = service.stack;
  for (const kind of ['release', 'notification', 'trigger', canary]) {
    for (const body of [
      canary,
      pack(Buffer.from(canary)),
      pack(Buffer.from(`{"rule":"${canary}","id":{}}`)),
    ]) {
      queue.send({ groupId: body, deduplicationId: kind, body, attributes: { kind, source: 'crm' } });
    }
  }
  await drainInTime(service.stack, clock);

  const lines = readFileSync(join(folder, 'functions.log'), 'utf8').split('\n').filter(Boolean);
  expect(lines.length).toBeGreaterThan(subjectTypes.size);
  expect([...lines, ...metricLines].filter((line) => line.includes(canary))).toEqual([]);
  // Each says what it is about.
  const noted = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'notification');
  expect(noted.find(({ notification: id }) => id === 'notif_2')).toMatchObject({
    topic: expect.any(String),
    subject: expect.any(String),
    rules: expect.any(Array),
    outcome: expect.any(String),
    ms: expect.any(Number),
  });
  // Intercom failed in several ways; in which order, the scheduler decides.
  const failures = new Set(lines.flatMap((line) => JSON.parse(line).failure ?? []));
  expect(failures.size).toBeGreaterThanOrEqual(3);
}, 120_000);
