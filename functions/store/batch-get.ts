import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item, Key } from './table.ts';

/** What BatchGetItem takes at once. */
const batchSize = 100;

/**
 * The items of these keys that are there, in no order, strongly consistent; expired ones among them. `names`: the
 * attributes that are wanted besides the key's own.
 */
export async function batchGet(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Key[],
  names: readonly string[],
): Promise<Item[]> {
  const wanted = ['pk', 'sk', ...names];
  const projection = {
    ProjectionExpression: wanted.map((_, i) => `#n${i}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(wanted.map((name, i) => [`#n${i}`, name])),
  };
  const items: Item[] = [];
  // A key that is asked for twice is refused, with all others: a search may give an object on two pages.
  const distinct = new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key]));
  let left = [...distinct.values()].map((key) => marshall(key));
  for (let busy = 0; left.length > 0; ) {
    const asked = { Keys: left.slice(0, batchSize), ConsistentRead: true, ...projection };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [tableName]: asked } }));
    items.push(...(answer.Responses?.[tableName] ?? []).map((item) => unmarshall(item)));
    // Beyond 16 MB, or where the table is busy, the rest is left for another call.
    const unread = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    left = [...unread, ...left.slice(batchSize)];
    busy = unread.length > 0 ? busy + 1 : 0;
    if (busy > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 25 * 2 ** busy)));
  }
  return items;
}
