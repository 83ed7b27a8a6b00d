import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { TABLE_LAYOUT } from '../../../functions/platform/table-layout.ts';
import { itemSize } from './item-size.ts';

export interface CountedUnits {
  /** By the kind of item. */
  writes: Record<string, number>;
  reads: Record<string, number>;
  /** In the table and its index, by how long they are kept. */
  bytes: { record: number; text: number };
}

/**
 * Counts units as they leave the client, each request later by as many milliseconds as `waitMs` says. Control reads are
 * left out: they are none of a notification's.
 */
export function countUnits(client: DynamoDBClient, waitMs: () => number): CountedUnits {
  const counts: CountedUnits = { writes: {}, reads: {}, bytes: { record: 0, text: 0 } };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      await sleep(waitMs());
      const answer = await next(args);
      const command = String(context['commandName']);
      const { Item, Key } = z.object({ Item: item.optional(), Key: item.optional() }).parse(args.input);
      const key = Item ?? Key;
      if (key === undefined) return answer;
      const part = partOf(key);
      if (command === 'PutItemCommand' && Item !== undefined) {
        countPut(counts, part, Item);
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
type StoredItem = z.infer<typeof item>;

/** Every index of the table. An entry is far below a unit. */
const INDEXES = Object.values(TABLE_LAYOUT).filter((each) => typeof each === 'object');

function countPut({ writes, bytes }: CountedUnits, part: string, stored: StoredItem): void {
  add(writes, part, units(itemSize(stored), 1024));
  const entries = INDEXES.filter(({ partitionKey }) => partitionKey in stored).length;
  if (entries > 0) add(writes, `${part}, index`, entries);
  if (!('expires_at' in stored)) return;
  const isShort = part === 'text' || String(stored['outcome']?.S) === 'no_match';
  // 100 bytes beside each item, and a copy of the keys in each index.
  bytes[isShort ? 'text' : 'record'] += itemSize(stored) + 100 + entries * 300;
}

const keyed = z.object({ S: z.string() });

function partOf(key: StoredItem): string {
  const { pk } = z.object({ pk: keyed }).parse(key);
  const kind = pk.S.split('#')[0]?.toLowerCase() ?? '';
  return { notification: 'record', target: 'ledger' }[kind] ?? kind;
}

function units(bytes: number, each: number): number {
  return Math.max(1, Math.ceil(bytes / each));
}

function add(sums: Record<string, number>, part: string, count: number): void {
  sums[part] = (sums[part] ?? 0) + count;
}
