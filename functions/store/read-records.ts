import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { FoundKey } from './list-keys.ts';
import type { NotificationRecord } from './record.ts';
import { recordOf } from './record-item.ts';

/** What BatchGetItem takes at once. */
const batchSize = 100;

/** The records of these keys, in their order, so many at a time. `now` in Unix milliseconds: the expired are left out. */
export async function* readRecords(
  client: DynamoDBClient,
  tableName: string,
  found: AsyncIterable<FoundKey>,
  now: () => number,
): AsyncGenerator<NotificationRecord> {
  let batch: FoundKey[] = [];
  for await (const key of found) {
    batch.push(key);
    if (batch.length < batchSize) continue;
    yield* await readBatch(client, tableName, batch, now);
    batch = [];
  }
  if (batch.length > 0) yield* await readBatch(client, tableName, batch, now);
}

async function readBatch(
  client: DynamoDBClient,
  tableName: string,
  batch: readonly FoundKey[],
  now: () => number,
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
      records.set(`${item['pk']} ${item['sk']}`, recordOf(item));
    }
    // Beyond 16 MB, or where the table is busy, the rest is left for another call.
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return [...records.values()].filter(
    (record): record is NotificationRecord => record !== null && record.expires_at * 1000 > now(),
  );
}
