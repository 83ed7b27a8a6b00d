import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../functions/platform/pack.ts';
import type { QueueMessage } from '../../../functions/platform/queue.ts';
import { createClientSecrets } from '../../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../../functions/receive/create-receive-app.ts';
import { QueueSendError } from '../../../functions/receive/queue-send-error.ts';
import { bodySignature, hubSignature } from '../../support/signed.ts';
import { keptLog, keptMetrics } from '../../support/silent-log.ts';

const secret = 'client-secret';

function setup(options: { secrets?: () => string[]; send?: () => Promise<void>; now?: () => number } = {}) {
  const sent: QueueMessage[] = [];
  const log = keptLog();
  const metrics = keptMetrics();
  const secrets = options.secrets ?? (() => [secret]);
  const app = createReceiveApp({
    appId: 'workspace1',
    clientSecrets: createClientSecrets(
      async () => JSON.stringify({ client_secrets: secrets() }),
      options.now ?? (() => 0),
    ),
    send: async (message) => {
      await options.send?.();
      sent.push(message);
    },
    log,
    metrics,
  });
  const post = async (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    (await app.request('/webhooks/intercom', { method: 'POST', body: Buffer.from(body), headers })).status;
  const signed = (body: string | Uint8Array) => post(body, { 'X-Hub-Signature': hubSignature(body, secret) });
  return { app, post, signed, sent, log, metrics };
}

const notification = (fields: Record<string, unknown> = {}) =>
  JSON.stringify({
    type: 'notification_event',
    app_id: 'workspace1',
    id: 'notif_1',
    topic: 'conversation.user.created',
    created_at: 1_768_019_869,
    data: { type: 'notification_event_data', item: { type: 'conversation', id: '123' } },
    ...fields,
  });

describe('a signed notification', () => {
  it('is queued as its raw bytes under its subject', async () => {
    const { signed, sent, metrics } = setup();
    const body = notification();
    expect(await signed(body)).toBe(200);
    expect(sent).toMatchObject([
      {
        groupId: 'conversation:123',
        deduplicationId: 'workspace1#notif_1',
        attributes: { kind: 'notification' },
      },
    ]);
    expect(unpack(sent[0]?.body ?? '').toString()).toBe(body);
    expect(metrics.counts).toEqual({});
  });

  it('is verified over its bytes, even where they are no UTF-8', async () => {
    const { signed, sent } = setup();
    expect(await signed(Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]))).toBe(200);
    expect(sent).toMatchObject([{ groupId: 'unparsed', attributes: { kind: 'unparsed' } }]);
  });

  it('of another workspace is answered 200, counted and not queued', async () => {
    const { signed, sent, metrics } = setup();
    expect(await signed(notification({ app_id: 'other' }))).toBe(200);
    expect(sent).toEqual([]);
    expect(metrics.counts).toEqual({ ForeignApp: 1 });
  });

  it('that is a ping is answered 200 and not queued', async () => {
    const { signed, sent } = setup();
    const item = { type: 'ping', message: 'something something interzen' };
    expect(await signed(notification({ id: null, topic: 'ping', data: { item } }))).toBe(200);
    expect(sent).toEqual([]);
  });

  it.each([
    ['text', 'no JSON'],
    ['an envelope without a topic', notification({ topic: undefined })],
    ['an envelope without a workspace', notification({ app_id: undefined })],
    ['an array', '[]'],
  ])('of unknown shape (%s) is queued for the record', async (_, body) => {
    const { signed, sent } = setup();
    expect(await signed(body)).toBe(200);
    expect(sent).toMatchObject([{ groupId: 'unparsed' }]);
  });

  it('of no subject has a group of its own', async () => {
    const { signed, sent } = setup();
    await signed(notification({ topic: 'admin.logged_in', data: { item: { type: 'admin', id: '1' } } }));
    expect(sent[0]?.groupId).toBe('none:notif_1');
  });

  it('with ids that SQS does not take is queued under their hashes', async () => {
    const { signed, sent } = setup();
    await signed(notification({ id: 'ä'.repeat(300), data: { item: { type: 'conversation', id: 'ü' } } }));
    expect(sent[0]?.groupId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(sent[0]?.deduplicationId).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});

describe('what nobody signed', () => {
  it.each([
    ['no signature', {}],
    ['a forged one', { 'X-Hub-Signature': hubSignature(notification(), 'guess') }],
    ['one of another length', { 'X-Hub-Signature': 'sha1=abc' }],
    ['one of another algorithm', { 'X-Hub-Signature': bodySignature(notification(), secret) }],
    ['one by the empty key', { 'X-Hub-Signature': hubSignature(notification(), '') }],
  ])('is refused with 401: %s', async (_, headers) => {
    const { post, sent, metrics } = setup();
    expect(await post(notification(), headers)).toBe(401);
    expect(sent).toEqual([]);
    expect(metrics.counts).toEqual({ Refused: 1 });
  });

  it('is refused where one byte was changed', async () => {
    const { post, sent } = setup();
    const body = notification();
    const headers = { 'X-Hub-Signature': hubSignature(body, secret) };
    expect(await post(body.replace('123', '124'), headers)).toBe(401);
    expect(sent).toEqual([]);
  });
});

describe('rotation of the client secret', () => {
  it('takes either of two', async () => {
    const { post } = setup({ secrets: () => ['old', 'new'] });
    for (const each of ['old', 'new']) {
      expect(await post(notification(), { 'X-Hub-Signature': hubSignature(notification(), each) })).toBe(200);
    }
  });

  it('reads the secret again on a signature that fits none, at most once in 30 s', async () => {
    let now = 0;
    let held = 'old';
    let reads = 0;
    const { post } = setup({
      now: () => now,
      secrets: () => {
        reads += 1;
        return [held];
      },
    });
    const headers = { 'X-Hub-Signature': hubSignature(notification(), 'new') };
    expect(await post(notification(), headers)).toBe(401);
    held = 'new';
    now = 29_999;
    expect(await post(notification(), headers)).toBe(401);
    expect(reads).toBe(1);
    now = 30_000;
    expect(await post(notification(), headers)).toBe(200);
    expect(reads).toBe(2);
  });

  it('refuses an empty secret, and so takes nothing', async () => {
    const { post, sent } = setup({ secrets: () => [''] });
    expect(await post(notification(), { 'X-Hub-Signature': hubSignature(notification(), '') })).toBe(503);
    expect(sent).toEqual([]);
  });
});

describe('X-Body-Signature', () => {
  const uninstall = JSON.stringify({ app_id: 'workspace1' });

  it('of an uninstall is queued, so that apply stops, and counted for the alarm', async () => {
    const { post, sent, metrics } = setup();
    expect(await post(uninstall, { 'X-Body-Signature': bodySignature(uninstall, secret) })).toBe(200);
    expect(sent).toMatchObject([{ groupId: 'lifecycle', attributes: { kind: 'uninstall' } }]);
    expect(metrics.counts['Uninstalled']).toBe(1);
  });

  it('of a health check is answered 200', async () => {
    const { post, sent } = setup();
    const body = JSON.stringify({ workspace_id: 'workspace1' });
    expect(await post(body, { 'X-Body-Signature': bodySignature(body, secret) })).toBe(200);
    expect(sent).toEqual([]);
  });

  it.each([
    ['a notification', notification(), 'conversation:123', 'notification'],
    ['what nobody knows', '{"app_id":"other"}', 'unparsed', 'unparsed'],
  ])('of %s queues it like the other signature, and stops nothing', async (_, body, groupId, kind) => {
    const { post, sent, metrics } = setup();
    expect(await post(body, { 'X-Body-Signature': bodySignature(body, secret) })).toBe(200);
    expect(sent).toMatchObject([{ groupId, attributes: { kind } }]);
    expect(metrics.counts['Uninstalled']).toBeUndefined();
  });

  it('is refused where it does not hold', async () => {
    const { post } = setup();
    expect(await post(uninstall, { 'X-Body-Signature': bodySignature(uninstall, 'guess') })).toBe(401);
  });
});

describe('what cannot be queued', () => {
  it('is refused with 413 before it is hashed where it is over 6 MiB', async () => {
    const { post, metrics } = setup();
    expect(await post('x'.repeat(6 * 1024 * 1024 + 1), { 'X-Hub-Signature': 'sha1=' })).toBe(413);
    expect(metrics.counts).toEqual({ TooLarge: 1 });
  });

  it('is refused with 413 where it is over 1 MiB packed', async () => {
    const { signed, sent } = setup();
    const body = randomBytes(1024 * 1024);
    expect(await signed(body)).toBe(413);
    expect(sent).toEqual([]);
  });

  it('is answered 503, for Intercom to send again', async () => {
    const send = () => Promise.reject(new QueueSendError('the queue did not take the message'));
    const { signed, metrics } = setup({ send });
    expect(await signed(notification())).toBe(503);
    expect(metrics.counts).toEqual({ SendFailed: 1 });
  });
});

it('answers HEAD and GET with 200', async () => {
  const { app } = setup();
  for (const method of ['HEAD', 'GET']) {
    expect((await app.request('/webhooks/intercom', { method })).status).toBe(200);
  }
});

it('logs no body, signature or secret', async () => {
  const { post, signed, log } = setup();
  await signed('customer@example.com {');
  await post('customer@example.com', { 'X-Hub-Signature': 'sha1=beef' });
  const text = JSON.stringify(log.lines);
  for (const word of ['customer', 'beef', secret]) expect(text).not.toContain(word);
});
