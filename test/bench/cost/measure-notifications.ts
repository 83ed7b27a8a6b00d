import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { createMetrics } from '../../../functions/platform/metrics.ts';
import { TABLE_LAYOUT } from '../../../functions/platform/table-layout.ts';
import { clientSecret, startLocalService } from '../../support/local-service.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { startDynaliteProcess } from '../../support/start-dynalite-process.ts';
import { itemSize } from './item-size.ts';

/** What one notification takes, on average; `units` by the kind of item. */
export interface Spent {
  writeUnits: Record<string, number>;
  readUnits: Record<string, number>;
  /** Bytes in the table and its indexes, by days kept. */
  storedBytes: { record: number; text: number };
  /** Milliseconds from the message to its finished record, with the waits of `ASSUMED`. */
  applyMs: number;
  /** Bytes that apply writes to its log. */
  logBytes: number;
  intercomCalls: number;
}

/** Waits that a laptop does not have: within a region, and over the internet. */
export const ASSUMED = { dynamoDbMs: 5, intercomMs: 200, sqsMs: 8 };

/** Customers' replies of 600 characters, from the emulator's webhook by receive and the queue to the record. */
export async function measureNotifications(
  kind: 'hit' | 'miss',
  { textDays, count }: { textDays: number; count: number },
): Promise<Spent> {
  const database = await startDynaliteProcess();
  let logBytes = 0;
  const write = (line: string) => {
    logBytes += Buffer.byteLength(line) + EVENT_OVERHEAD;
  };
  const log = (message: string, fields = {}) => write(JSON.stringify({ ...LOG_LINE, message, ...fields }));
  const service = await startLocalService(RULES, {
    database,
    textDays,
    metrics: createMetrics({ service: 'apply', environment: 'production', write }),
    log: { info: log, warn: log, error: log },
    intercomOptions: { fetch: late(ASSUMED.intercomMs) },
    workspace: { rateLimit: { limit: 1_000_000, windowMs: 10_000 } },
  });
  const { workspace, stack, api } = service;
  await workspace.subscribe({
    url: stack.webhookUrl,
    secret: clientSecret,
    topics: ['conversation.user.replied'],
  });
  const contact = await api('POST', '/contacts', { role: 'user', email: 'mira@example.test' });
  const from = { type: 'user', id: String(contact['id']) };
  await api('POST', '/tags', { name: 'Refund' });
  const send = async () => {
    const opened = await api('POST', '/conversations', { from, body: 'Hello' });
    const body = kind === 'hit' ? `A refund, please. ${FILLER}` : FILLER;
    const reply = { message_type: 'comment', type: 'user', intercom_user_id: from.id, body };
    await api('POST', `/conversations/${String(opened['conversation_id'])}/reply`, reply);
    await workspace.webhooks.idle();
    await stack.drain();
  };
  // Brakes, tag ids and admin are looked up once in a while, not for each notification.
  await send();
  const spent = countUnits(database.client, ASSUMED.dynamoDbMs);
  logBytes = 0;
  workspace.counts.clear();
  for (let n = 0; n < count; n++) await send();

  const records = (await stack.listRecords()).slice(-count);
  const intercomCalls = workspace.counts.total('attachTagToConversation') / count;
  await service.close();
  const average = (units: Record<string, number>) =>
    Object.fromEntries(Object.entries(units).map(([part, sum]) => [part, sum / count]));
  return {
    writeUnits: average(spent.writes),
    readUnits: average(spent.reads),
    storedBytes: { record: spent.bytes.record / count, text: spent.bytes.text / count },
    applyMs: records.reduce((sum, { ms = 0 }) => sum + ms, 0) / records.length,
    logBytes: logBytes / count,
    intercomCalls,
  };
}

const RULES = aRuleset([
  aRule({ id: 'refund', trigger: ['conversation.user.replied'], when: words('refund') }),
]);
/** As people write, without repeating themselves: how small it becomes is part of the cost. */
const FILLER = [
  'The parcel came on Monday while I was out, so a neighbour took it in and put it by the stairs.',
  'When we opened it last night two of the six blue cups had a crack along the handle, and the lid of',
  'the teapot is missing altogether. I looked through all of the paper twice. My sister ordered the same',
  'set in spring and hers was fine, which is why I chose it for her wedding on the 14th. Could you tell',
  'me whether another one can be here by then, and what I should do with the broken pieces? I still have',
  'the box and a photo of the label; the order number was 48213-B. Thank you, and have a good week, Mira',
].join(' ');
/** What the logger adds to each line. */
const LOG_LINE = { level: 'INFO', timestamp: '2026-11-23T07:25:35.123Z', service: 'apply', sampling_rate: 0 };
/** CloudWatch counts 26 bytes beside each event. */
const EVENT_OVERHEAD = 26;

function late(ms: number): typeof fetch {
  return async (input, init) => {
    await sleep(ms);
    return fetch(input, init);
  };
}

const keyed = z.object({ S: z.string() });

/** Counts units as they leave the client, each request later by `ms`. Control reads are left out: `run.ts` has them by the month. */
function countUnits(client: DynamoDBClient, ms: number) {
  const counts = {
    writes: {} as Record<string, number>,
    reads: {} as Record<string, number>,
    bytes: { record: 0, text: 0 },
  };
  const add = (units: Record<string, number>, part: string, count: number) => {
    units[part] = (units[part] ?? 0) + count;
  };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      await sleep(ms);
      const answer = await next(args);
      const command = String(context['commandName']);
      const { Item, Key } = z.object({ Item: item.optional(), Key: item.optional() }).parse(args.input);
      const key = Item ?? Key;
      if (key === undefined) return answer;
      const part = partOf(key);
      if (command === 'PutItemCommand' && Item !== undefined) {
        add(counts.writes, part, units(itemSize(Item), 1024));
        for (const index of INDEXES) {
          if (index.partitionKey in Item) add(counts.writes, `${part}, index`, 1);
        }
        const entries = INDEXES.filter(({ partitionKey }) => partitionKey in Item).length;
        // 100 bytes beside each item, and a copy of the keys in each index.
        const stored = itemSize(Item) + 100 + entries * 300;
        if ('expires_at' in Item)
          counts.bytes[part === 'text' || 'text' in Item ? 'text' : 'record'] += stored;
      } else if (command === 'UpdateItemCommand') {
        const { Attributes = {} } = z.object({ Attributes: item.optional() }).parse(answer.output);
        add(counts.writes, part, units(itemSize(Attributes), 1024));
      } else if (command === 'GetItemCommand') {
        const { Item: found = {} } = z.object({ Item: item.optional() }).parse(answer.output);
        add(counts.reads, part, units(itemSize(found), 4096));
      }
      return answer;
    },
    { step: 'initialize' },
  );
  return counts;
}

const item = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === 'object'),
);
const INDEXES = Object.values(TABLE_LAYOUT).filter((each) => typeof each === 'object');

function partOf(key: Record<string, AttributeValue>): string {
  const { pk, sk } = z.object({ pk: keyed, sk: keyed }).parse(key);
  if (sk.S === 'RECORD' || sk.S === 'LEDGER' || sk.S === 'TEXT') return sk.S.toLowerCase();
  return `${pk.S.split('#')[0]?.toLowerCase()}`;
}

function units(bytes: number, each: number): number {
  return Math.max(1, Math.ceil(bytes / each));
}
