import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { FoundKey } from './list-keys.ts';
import type { NotificationRecord } from './record.ts';
import { recordOf } from './record-item.ts';
import { recordNamed } from './record-key.ts';
import { UnreadableRecordError } from './unreadable-record-error.ts';

/** What BatchGetItem takes at once. */
const batchSize = 100;

export interface Reading {
  /** Unix milliseconds: the expired are left out. */
  now: () => number;
  /** Told of a record that is there and cannot be read, and is left out. Without it the error is thrown. */
  onUnreadable?: ((error: UnreadableRecordError) => void) | undefined;
}

/** The records of these keys, in their order, so many at a time. */
export async function* readRecords(
  client: DynamoDBClient,
  tableName: string,
  found: AsyncIterable<FoundKey>,
  reading: Reading,
): AsyncGenerator<NotificationRecord> {
  let batch: FoundKey[] = [];
  for await (const key of found) {
    batch.push(key);
    if (batch.length < batchSize) continue;
    yield* await readBatch(client, tableName, batch, reading);
    batch = [];
  }
  if (batch.length > 0) yield* await readBatch(client, tableName, batch, reading);
}

async function readBatch(
  client: DynamoDBClient,
  tableName: string,
  batch: readonly FoundKey[],
  { now, onUnreadable }: Reading,
): Promise<NotificationRecord[]> {
  // A record that moved from one list to another while both were read is in both.
  const places = new Map(batch.map(({ pk, sk }) => [`${pk} ${sk}`, { pk, sk }]));
  const records = new Map<string, NotificationRecord | null>(
    [...places.keys()].map((place) => [place, null]),
  );
  let left = [...places.values()].map((key) => marshall(key));
  for (let tries = 0; left.length > 0; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 25 * 2 ** tries)));
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
    );
    for (const stored of answer.Responses?.[tableName] ?? []) {
      const item = unmarshall(stored);
      records.set(`${item['pk']} ${item['sk']}`, readItem(item, onUnreadable));
    }
    // Beyond 16 MB, or where the table is busy, the rest is left for another call.
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return [...records.values()].filter(
    (record): record is NotificationRecord => record !== null && record.expires_at * 1000 > now(),
  );
}

function readItem(
  item: Record<string, unknown>,
  onUnreadable: Reading['onUnreadable'],
): NotificationRecord | null {
  try {
    return recordOf(item);
  } catch (cause) {
    const { app_id, identity } = recordNamed(keySchema.parse(item)) ?? { app_id: '', identity: '' };
    const error = new UnreadableRecordError(app_id, identity, cause);
    if (onUnreadable === undefined) throw error;
    onUnreadable(error);
    return null;
  }
}

const keySchema = z.object({ pk: z.string(), sk: z.string() });
