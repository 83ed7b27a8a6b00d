import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { batchGet } from './batch-get.ts';
import type { Table } from './table.ts';

interface Subject {
  type: string;
  id: string;
}

/** That something was reported: the topic of a record, and when it happened by Intercom's clock, in Unix seconds. */
export interface Report {
  topic: string;
  at: number;
}

/** What is known of objects that Intercom says have changed. Times are Unix seconds by Intercom's clock. */
export interface Reported {
  /** Up to when catch-up has seen to these objects. */
  seen(type: string, ids: readonly string[]): Promise<Map<string, number>>;
  markSeen(subject: Subject, until: number): Promise<void>;
  /** Records of one object, by an index that follows the table by moments. */
  since(subject: Subject, from: number): Promise<Report[]>;
  /** Which of these identities have a record. */
  recorded(appId: string, identities: readonly string[]): Promise<Set<string>>;
}

/** Days that a mark is kept. What changes again later is looked at anew. */
const markDays = 3;

const markSchema = z.object({ pk: z.string(), until: z.number() });
const entrySchema = z.object({ pk: z.string(), happened_at: z.string() });

/** `now` in Unix milliseconds. */
export function createReported(
  client: DynamoDBClient,
  tableName: string,
  table: Table,
  now: () => number,
): Reported {
  return {
    async seen(type, ids) {
      const keys = ids.map((id) => seenKey({ type, id }));
      const marks = await batchGet(client, tableName, keys, ['until']);
      const prefix = seenKey({ type, id: '' }).pk;
      return new Map(
        marks.map((mark) => markSchema.parse(mark)).map(({ pk, until }) => [pk.slice(prefix.length), until]),
      );
    },

    async markSeen(subject, until) {
      const expires_at = Math.floor(now() / 1000) + markDays * 86_400;
      await table.put({ ...seenKey(subject), until, expires_at });
    },

    async since({ type, id }, from) {
      const { indexName, partitionKey, sortKey } = TABLE_LAYOUT.bySubject;
      const reports: Report[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          IndexName: indexName,
          KeyConditionExpression: '#subject = :subject AND #at >= :from',
          ExpressionAttributeNames: { '#subject': partitionKey, '#at': sortKey },
          ExpressionAttributeValues: marshall({
            ':subject': `SUBJECT#${type}#${id}`,
            ':from': new Date(from * 1000).toISOString(),
          }),
        },
      );
      for await (const page of pages) {
        for (const item of page.Items ?? []) {
          const { pk, happened_at } = entrySchema.parse(unmarshall(item));
          reports.push({ topic: topicIn(pk), at: Math.floor(Date.parse(happened_at) / 1000) });
        }
      }
      return reports;
    },

    async recorded(appId, identities) {
      const keys = identities.map((identity) => ({ pk: recordPartition(appId, identity), sk: 'RECORD' }));
      const found = new Set((await batchGet(client, tableName, keys, [])).map(({ pk }) => pk));
      return new Set(identities.filter((identity) => found.has(recordPartition(appId, identity))));
    },
  };
}

function seenKey({ type, id }: Subject) {
  return { pk: `SEEN#${type}#${id}`, sk: 'SEEN' };
}

function recordPartition(appId: string, identity: string): string {
  return `NOTIFICATION#${appId}#${identity}`;
}

/** Of `NOTIFICATION#<app id>#<topic>/…`. */
function topicIn(pk: string): string {
  const identity = pk.split('#').slice(2).join('#');
  return identity.slice(0, Math.max(0, identity.indexOf('/')));
}
