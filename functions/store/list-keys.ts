import { type DynamoDBClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { recordKey, recordNamed, subjectPartition } from './record-key.ts';

export interface TimeRange {
  /** ISO time, by Intercom's clock (`happened_at`); from it on. */
  from?: string;
  /** ISO time; before it. */
  to?: string;
  newestFirst?: boolean;
}

/** Where a record is, and when what it is about happened. */
export interface FoundKey {
  pk: string;
  sk: string;
  identity: string;
  at: string;
}

interface Source {
  client: DynamoDBClient;
  tableName: string;
}

/** Keys that are held of each of the sequences that are merged. */
const pageSize = 200;

const listed = z.object({ sk: z.string(), app_id: z.string(), identity: z.string() });
const stored = z.object({ pk: z.string(), sk: z.string(), happened_at: z.string() });

/** Of a list's entries (`record-entries.ts`), in order of time. */
export async function* keysInList(
  source: Source,
  list: string,
  range: TimeRange = {},
): AsyncGenerator<FoundKey> {
  for await (const item of query(source, withinTimes(range, TABLE_LAYOUT, list), pageSize)) {
    const { sk, ...entry } = listed.parse(item);
    const at = sk.split('#', 1)[0] ?? '';
    if (isBefore(range, at)) yield { ...recordKey(entry), identity: entry.identity, at };
  }
}

/** Of a partition of the index by time, in its order; with `person` those alone in which that contact stands. */
export async function* keysInShard(
  source: Source,
  shard: string,
  { person, ...range }: TimeRange & { person?: string },
): AsyncGenerator<FoundKey> {
  const { indexName } = TABLE_LAYOUT.byTime;
  const input = { IndexName: indexName, ...withinTimes(range, TABLE_LAYOUT.byTime, shard) };
  const items =
    person === undefined ? query(source, input, pageSize) : query(source, withPerson(input, person));
  for await (const item of items) {
    const found = foundIn(item);
    if (found !== null && isBefore(range, found.at)) yield found;
  }
}

/** Of a subject's own partition, which is in the order of topics: all of its keys are held. Strongly consistent. */
export async function* keysOfSubject(
  source: Source,
  subject: { type: string; id: string },
  { from = '', to = 'Z', newestFirst = false }: TimeRange = {},
): AsyncGenerator<FoundKey> {
  const items = query(source, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ProjectionExpression: 'pk, sk, happened_at',
    ExpressionAttributeValues: marshall({ ':pk': subjectPartition(subject) }),
  });
  const found: FoundKey[] = [];
  for await (const item of items) {
    const key = foundIn(item);
    if (key !== null && key.at >= from && key.at < to) found.push(key);
  }
  yield* found.sort((a, b) => (a.at < b.at === newestFirst ? 1 : -1));
}

function withPerson<T extends Pick<QueryCommandInput, 'ExpressionAttributeValues'>>(
  input: T,
  person: string,
) {
  return {
    ...input,
    FilterExpression: 'contains(people, :person)',
    ExpressionAttributeValues: { ...input.ExpressionAttributeValues, ...marshall({ ':person': person }) },
  };
}

function withinTimes(
  { from = '0', to = 'Z', newestFirst = false }: TimeRange,
  { partitionKey, sortKey }: { partitionKey: string; sortKey: string },
  partition: string,
) {
  return {
    KeyConditionExpression: '#partition = :partition AND #at BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#partition': partitionKey, '#at': sortKey },
    ExpressionAttributeValues: marshall({ ':partition': partition, ':from': from, ':to': to }),
    ScanIndexForward: !newestFirst,
  };
}

/** BETWEEN takes its end in. */
function isBefore({ to = 'Z' }: TimeRange, at: string): boolean {
  return at < to;
}

function foundIn(item: unknown): FoundKey | null {
  const { pk, sk, happened_at } = stored.parse(item);
  const named = recordNamed({ pk, sk });
  return named && { pk, sk, identity: named.identity, at: happened_at };
}

async function* query(
  { client, tableName }: Source,
  input: Omit<QueryCommandInput, 'TableName'>,
  limit?: number,
): AsyncGenerator {
  const pagination = { client, ...(limit === undefined ? {} : { pageSize: limit }) };
  for await (const page of paginateQuery(pagination, { TableName: tableName, ...input })) {
    for (const item of page.Items ?? []) yield unmarshall(item);
  }
}
