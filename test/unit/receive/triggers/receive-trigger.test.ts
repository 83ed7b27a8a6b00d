import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unpack } from '../../../../functions/platform/pack.ts';
import type { QueueMessage } from '../../../../functions/platform/queue.ts';
import { createClientSecrets } from '../../../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../../../functions/receive/create-receive-app.ts';
import { createTriggerReceiver } from '../../../../functions/receive/triggers/receive-trigger.ts';
import { runs } from '../../../support/runs.ts';
import { keptLog, keptMetrics } from '../../../support/silent-log.ts';
import { type Headers, triggerSenders } from '../../../support/trigger-senders.ts';

/** Unix seconds. */
const at = 1_767_787_200;

// Standard Webhooks' library reads the system's clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: at * 1000 }));
afterEach(() => void vi.useRealTimers());

function setup(sources: unknown = Object.fromEntries(triggerSenders.map(entryOf))) {
  const sent: QueueMessage[] = [];
  const metrics = keptMetrics();
  const log = keptLog();
  const secret = { sources };
  let reads = 0;
  const parts = {
    appId: 'workspace1',
    send: async (message: QueueMessage) => void sent.push(message),
    log,
    metrics,
  };
  const readSecret = async () => {
    reads += 1;
    return JSON.stringify({ client_secrets: ['client'], ...secret });
  };
  const receiver = createTriggerReceiver({ ...parts, readSecret, now: Date.now });
  const app = createReceiveApp({
    ...parts,
    clientSecrets: createClientSecrets(readSecret, Date.now),
    triggers: async () => receiver,
  });
  const post = async (source: string, body: string | Uint8Array, headers: Headers = {}) =>
    (await app.request(`/triggers/${source}`, { method: 'POST', body: Buffer.from(body), headers })).status;
  return { post, sent, metrics, log, secret, reads: () => reads };
}

function entryOf({ scheme, secret }: { scheme: string; secret: string }): [string, unknown] {
  return [scheme, { scheme, secrets: [secret] }];
}

describe.each(triggerSenders)('a webhook of $scheme', (sender) => {
  const { scheme, body, id } = sender;

  it('is queued as its raw bytes, in a group of its own, under its id', async () => {
    const { post, sent, metrics } = setup();
    expect(await post(scheme, body, sender.sign(body, at))).toBe(200);
    expect(sent).toMatchObject([
      {
        groupId: `source:${scheme}:${id}`,
        deduplicationId: `workspace1#source:${scheme}#${id}`,
        attributes: { kind: 'trigger', source: scheme, delivery_id: id, happened_at: String(at) },
      },
    ]);
    expect(unpack(sent[0]?.body ?? '').toString()).toBe(body);
    expect(metrics.counts).toEqual({});
  });

  it('is refused with 401 where another secret signed it, and where nothing did', async () => {
    const { post, sent } = setup();
    const other = scheme === 'standard' ? 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' : 'other';
    expect(await post(scheme, body, sender.sign(body, at, other))).toBe(401);
    expect(await post(scheme, body)).toBe(401);
    expect(sent).toEqual([]);
  });

  it('is taken with either of two secrets', async () => {
    const { post } = setup({ [scheme]: { scheme, secrets: ['whsec_c2Vjb25k', sender.secret] } });
    for (const secret of ['whsec_c2Vjb25k', sender.secret]) {
      expect(await post(scheme, body, sender.sign(body, at, secret))).toBe(200);
    }
  });

  it('is never accepted with a body of which one byte is another, more or missing', async () => {
    const { post } = setup();
    const bytes = Buffer.from(body);
    const headers = sender.sign(body, at);
    const place = fc.nat(bytes.length - 1);
    const altered = fc.oneof(
      fc.record({ place, by: fc.integer({ min: 1, max: 255 }) }).map(({ place, by }) => {
        const copy = Buffer.from(bytes);
        copy[place] = ((copy[place] ?? 0) + by) % 256;
        return copy;
      }),
      fc
        .record({ place: fc.nat(bytes.length), byte: fc.nat(255) })
        .map(({ place, byte }) =>
          Buffer.concat([bytes.subarray(0, place), Buffer.of(byte), bytes.subarray(place)]),
        ),
      place.map((index) => Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)])),
    );
    await fc.assert(
      fc.asyncProperty(altered, async (copy) => (await post(scheme, copy, headers)) === 401),
      { numRuns: runs(300) },
    );
  });

  it('with a body that is no JSON is queued for the record', async () => {
    const { post, sent } = setup();
    expect(await post(scheme, '{"id":', sender.sign('{"id":', at))).toBe(200);
    expect(sent).toHaveLength(1);
  });
});

describe.each(triggerSenders.filter(({ scheme }) => ['stripe', 'zendesk', 'standard'].includes(scheme)))(
  'the time that $scheme signs',
  (sender) => {
    it.each([-301, 301])('is refused where it is %i s off', async (seconds) => {
      const { post } = setup();
      expect(await post(sender.scheme, sender.body, sender.sign(sender.body, at + seconds))).toBe(401);
    });

    it.each([-300, 300])('is taken where it is %i s off', async (seconds) => {
      const { post } = setup();
      expect(await post(sender.scheme, sender.body, sender.sign(sender.body, at + seconds))).toBe(200);
    });
  },
);

describe('a sender without ids', () => {
  const mine = { scheme: 'hmac', secrets: ['s'], header: 'X-Hub-Signature-256', prefix: 'sha256=' };
  const github = triggerSenders.find(({ scheme }) => scheme === 'github');
  const sign = (body: string) => github?.sign(body, at, 's') ?? {};

  it('is told apart by its bodies', async () => {
    const { post, sent } = setup({ mine });
    for (const body of ['{"n":1}', '{"n":1}', '{"n":2}'])
      expect(await post('mine', body, sign(body))).toBe(200);
    const [first, again, other] = sent.map(({ deduplicationId }) => deduplicationId);
    expect(first).toBe(again);
    expect(first).not.toBe(other);
    expect(sent[0]?.attributes).not.toHaveProperty('delivery_id');
  });

  it('and without a signed time happened when it came', async () => {
    const { post, sent } = setup({ mine });
    await post('mine', '{}', sign('{}'));
    expect(sent[0]?.attributes?.['happened_at']).toBe(String(at));
  });
});

describe('what cannot be verified', () => {
  it('is refused with 401 where the source is unknown, whatever its name', async () => {
    const { post, metrics } = setup();
    for (const name of ['unknown', '__proto__', 'constructor', 'toString', 'a b']) {
      expect(await post(name, '{}')).toBe(401);
    }
    expect(metrics.counts).toEqual({ Refused: 5 });
  });

  it('is answered 503 where the entry of the source is bad, and the log names setting and source', async () => {
    const { post, sent, log } = setup({ billing: { scheme: 'stripe', secrets: [''] } });
    expect(await post('billing', '{}')).toBe(503);
    expect(sent).toEqual([]);
    expect(log.lines).toMatchObject([{ level: 'error', message: 'receive failed' }]);
  });

  it('is refused with 413 where it is over 6 MiB, before it is hashed', async () => {
    const { post, metrics } = setup();
    expect(await post('github', 'x'.repeat(6 * 1024 * 1024 + 1))).toBe(413);
    expect(metrics.counts).toEqual({ TooLarge: 1 });
  });

  it('makes the secret be read again, at most once in 30 s: a new source needs no deployment', async () => {
    const { post, secret, reads } = setup({});
    const sender = triggerSenders.find(({ scheme }) => scheme === 'shopify');
    const headers = sender?.sign('{}', at) ?? {};
    expect(await post('shopify', '{}', headers)).toBe(401);
    secret.sources = { shopify: { scheme: 'shopify', secrets: [sender?.secret] } };
    expect(await post('shopify', '{}', headers)).toBe(401);
    expect(reads()).toBe(1);
    vi.setSystemTime((at + 30) * 1000);
    expect(await post('shopify', '{}', headers)).toBe(200);
    expect(reads()).toBe(2);
  });
});
