import { BatchGetItemCommand, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { mergeInOrder } from './merge-in-order.ts';
import { type NotificationRecord, recordSchema } from './record.ts';
import { type RecordText, readRecordText } from './record-text.ts';
import { partitionOf } from './records.ts';
import { createTable } from './table.ts';

/**
 * Records in order of time, oldest first unless told otherwise, a page in memory at a time, however many there are.
 * The indexes follow the table by moments and hold keys only: each record is read from the table itself.
 */
export interface RecordQueries {
  /** Of one object. */
  bySubject(
    subject: { type: string; id: string },
    options?: QueryOptions,
  ): AsyncGenerator<NotificationRecord>;
  /** Of all objects. */
  byDay(options: DayOptions): AsyncGenerator<NotificationRecord>;
  /** In which a contact stands; in no order. */
  byPerson(contact: string): AsyncGenerator<NotificationRecord>;
  /** That a rule matched, in shadow too. */
  byRule(rule: string, options?: QueryOptions): AsyncGenerator<NotificationRecord>;
  /** What came; null where it was not kept, or no longer is. */
  text(record: NotificationRecord): Promise<RecordText | null>;
}

export interface QueryOptions {
  /** ISO time, by Intercom's clock (`happened_at`); from it on. */
  from?: string;
  /** ISO time; before it. */
  to?: string;
  newestFirst?: boolean;
}

interface DayOptions extends QueryOptions {
  from: string;
  to: string;
  /** Records that a rule matched, or those that none did; both without it. */
  kinds?: readonly ('hit' | 'miss')[];
  /** Of which records, by their identity, nothing is read. */
  skip?: (identity: string) => boolean;
}

/** `now` in Unix milliseconds: what has expired is not given. */
export function createRecordQueries(
  client: DynamoDBClient,
  tableName: string,
  now: () => number,
): RecordQueries {
  const table = createTable(client, tableName, now);
  const keys = (query: KeyQuery) => readKeys(client, tableName, query);
  const records = (found: AsyncIterable<FoundKey>) => readRecords(client, tableName, found, now);
  return {
    bySubject({ type, id }, options = {}) {
      const { indexName, partitionKey, sortKey } = TABLE_LAYOUT.bySubject;
      const partition = `SUBJECT#${type}#${id}`;
      return records(keys({ ...options, indexName, partitionKey, sortKey, partition }));
    },

    byDay({ from, to, kinds = ['hit', 'miss'], newestFirst = false, skip = () => false }) {
      const { indexName, partitionKey, sortKey } = TABLE_LAYOUT.byDay;
      const query = { indexName, partitionKey, sortKey, from, to, newestFirst };
      async function* found(): AsyncGenerator<FoundKey> {
        for (const day of daysOf({ from, to, newestFirst })) {
          const shards = kinds.flatMap((kind) => [0, 1, 2, 3].map((shard) => `DAY#${day}#${kind}#${shard}`));
          const merged = mergeInOrder(
            shards.map((partition) => keys({ ...query, partition })),
            (a, b) => (newestFirst ? b.at > a.at : a.at > b.at),
          );
          for await (const key of merged) if (!skip(identityIn(key))) yield key;
        }
      }
      return records(found());
    },

    async *byPerson(contact) {
      const { byPerson, partitionKey, sortKey } = TABLE_LAYOUT;
      const partition = `PERSON#${contact}`;
      yield* records(keys({ ...byPerson, partition }));
      yield* records(keys({ partitionKey, sortKey, partition }));
    },

    byRule(rule, options = {}) {
      const { partitionKey, sortKey } = TABLE_LAYOUT;
      return records(keys({ ...options, partitionKey, sortKey, partition: `RULE#${rule}` }));
    },

    text: (record) => readRecordText(table, record),
  };
}

/** Where a record is, and when what it is about happened. */
interface FoundKey {
  pk: string;
  at: string;
}

interface KeyQuery extends QueryOptions {
  /** The table itself without it. */
  indexName?: string;
  partitionKey: string;
  sortKey: string;
  partition: string;
}

const indexEntry = z.object({ pk: z.string(), happened_at: z.string() });
const ruleEntry = z.object({ sk: z.string(), app_id: z.string(), identity: z.string() });

async function* readKeys(
  client: DynamoDBClient,
  tableName: string,
  { indexName, partitionKey, sortKey, partition, from = '0', to = 'Z', newestFirst = false }: KeyQuery,
): AsyncGenerator<FoundKey> {
  const pages = paginateQuery(
    { client, pageSize: 200 },
    {
      TableName: tableName,
      ...(indexName === undefined ? {} : { IndexName: indexName }),
      KeyConditionExpression: '#partition = :partition AND #at BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#partition': partitionKey, '#at': sortKey },
      ExpressionAttributeValues: marshall({ ':partition': partition, ':from': from, ':to': to }),
      ScanIndexForward: !newestFirst,
    },
  );
  for await (const page of pages) {
    for (const item of page.Items ?? []) {
      const found = foundKey(unmarshall(item), indexName !== undefined);
      // BETWEEN takes its end in.
      if (found.at < to) yield found;
    }
  }
}

function foundKey(item: Record<string, unknown>, ofIndex: boolean): FoundKey {
  if (ofIndex) {
    const { pk, happened_at } = indexEntry.parse(item);
    return { pk, at: happened_at };
  }
  const entry = ruleEntry.parse(item);
  return { pk: partitionOf(entry), at: entry.sk.split('#', 1)[0] ?? '' };
}

/** No app_id has a `#`. */
function identityIn({ pk }: FoundKey): string {
  return pk.split('#').slice(2).join('#');
}

/** The days of a range as ISO dates. */
function* daysOf({ from, to, newestFirst }: Required<QueryOptions>): Generator<string> {
  const first = Date.parse(from.slice(0, 10));
  const last = Date.parse(new Date(Date.parse(to) - 1).toISOString().slice(0, 10));
  const days = Math.floor((last - first) / dayMs) + 1;
  for (let i = 0; i < days; i += 1) {
    yield new Date(newestFirst ? last - i * dayMs : first + i * dayMs).toISOString().slice(0, 10);
  }
}

const dayMs = 86_400_000;

/** What BatchGetItem takes at once. */
const batchSize = 100;

async function* readRecords(
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
  const records = new Map<string, NotificationRecord | null>(batch.map(({ pk }) => [pk, null]));
  let left = [...records.keys()].map((pk) => marshall({ pk, sk: 'RECORD' }));
  for (let tries = 0; left.length > 0; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 25 * 2 ** tries)));
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[tableName] ?? []) {
      const { pk, ...fields } = unmarshall(item);
      records.set(String(pk), recordSchema.parse(fields));
    }
    // Beyond 16 MB, or where the table is busy, the rest is left for another call.
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return [...records.values()].filter(
    (record): record is NotificationRecord => record !== null && record.expires_at * 1000 > now(),
  );
}
