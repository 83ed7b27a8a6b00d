import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { createLog } from '../../../functions/platform/log.ts';
import { createMetrics } from '../../../functions/platform/metrics.ts';
import { clientSecret, startLocalService } from '../../support/local-service.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { startDynaliteProcess } from '../../support/start-dynalite-process.ts';
import { countUnits } from './count-units.ts';

/** What one notification takes, on average; `units` by the kind of item. */
export interface Spent {
  writeUnits: Record<string, number>;
  readUnits: Record<string, number>;
  /** Bytes in the table and its index, by days kept. */
  storedBytes: { record: number; text: number };
  /** Milliseconds that apply waits for the others, by `ASSUMED`. */
  waitMs: number;
  /** Bytes that receive and apply write to their logs. */
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
  let waits = true;
  let written: string[] = [];
  const write = (line: string) => void written.push(line);
  const service = await startLocalService(RULES, {
    database,
    textDays,
    metrics: createMetrics({ service: 'apply', environment: 'production', write }),
    log: createLog('apply', { write }),
    intercomOptions: { fetch: late(() => (waits ? ASSUMED.intercomMs : 0)) },
    workspace: { rateLimit: { limit: 1_000_000, windowMs: 10_000 } },
  });
  const send = await sender(service, kind === 'hit' ? `A refund, please. ${REPLY}` : REPLY);
  // Brakes, tag ids and admin are looked up once in a while, not for each notification.
  await send();
  const counted = countUnits(database.client, () => (waits ? ASSUMED.dynamoDbMs : 0));
  const sendAll = async () => {
    written = [];
    for (let n = 0; n < count; n++) await send();
    return { lines: written, leastMs: Math.min(...written.flatMap(msIn)) };
  };
  service.workspace.counts.clear();
  const { lines, leastMs } = await sendAll();
  const { writes, reads, bytes } = structuredClone(counted);
  const intercomCalls = service.workspace.counts.total('attachTagToConversation') / count;
  // The same without waits: the rest of the time is this machine's, and measured as the processor's. The quickest of
  // each, for whatever else a machine does makes a timer late.
  waits = false;
  const unhindered = await sendAll();
  await service.close();

  const average = (sums: Record<string, number>) =>
    Object.fromEntries(Object.entries(sums).map(([part, sum]) => [part, sum / count]));
  return {
    writeUnits: average(writes),
    readUnits: average(reads),
    storedBytes: { record: bytes.record / count, text: bytes.text / count },
    waitMs: leastMs - unhindered.leastMs,
    logBytes:
      lines.reduce((sum, line) => sum + Buffer.byteLength(line.trimEnd()) + EVENT_OVERHEAD, 0) / count,
    intercomCalls,
  };
}

/** A new conversation each time, and a reply in it that is told of. */
async function sender(
  { workspace, stack, api }: Awaited<ReturnType<typeof startLocalService>>,
  body: string,
) {
  await workspace.subscribe({
    url: stack.webhookUrl,
    secret: clientSecret,
    topics: ['conversation.user.replied'],
  });
  const contact = await api('POST', '/contacts', { role: 'user', email: 'mira@example.test' });
  const from = { type: 'user', id: String(contact['id']) };
  await api('POST', '/tags', { name: 'Refund' });
  return async () => {
    const opened = await api('POST', '/conversations', { from, body: 'Hello' });
    const reply = { message_type: 'comment', type: 'user', intercom_user_id: from.id, body };
    await api('POST', `/conversations/${String(opened['conversation_id'])}/reply`, reply);
    await workspace.webhooks.idle();
    await stack.drain();
  };
}

const RULES = aRuleset([
  aRule({ id: 'refund', trigger: ['conversation.user.replied'], when: words('refund') }),
]);
/** As people write, without repeating themselves: how small it becomes is part of the cost. */
const REPLY = [
  'The parcel came on Monday while I was out, so a neighbour took it in and put it by the stairs.',
  'When we opened it last night two of the six blue cups had a crack along the handle, and the lid of',
  'the teapot is missing altogether. I looked through all of the paper twice. My sister ordered the same',
  'set in spring and hers was fine, which is why I chose it for her wedding on the 14th. Could you tell',
  'me whether another one can be here by then, and what I should do with the broken pieces? I still have',
  'the box and a photo of the label; the order number was 48213-B. Thank you, and have a good week, Mira',
].join(' ');
/** CloudWatch counts 26 bytes beside each event. */
export const EVENT_OVERHEAD = 26;

function late(ms: () => number): typeof fetch {
  return async (input, init) => {
    await sleep(ms());
    return fetch(input, init);
  };
}

const line = z.object({ message: z.literal('notification'), ms: z.number() });

function msIn(text: string): number[] {
  const { data } = line.safeParse(JSON.parse(text));
  return data === undefined ? [] : [data.ms];
}
