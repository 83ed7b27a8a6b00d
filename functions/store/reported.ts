import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { batchGet } from './batch-get.ts';
import { keysInList, keysOfSubject } from './list-keys.ts';
import { subjectList } from './record-entries.ts';
import { recordKey, recordNamed } from './record-key.ts';
import type { Key, Table } from './table.ts';

interface Subject {
  type: string;
  id: string;
}

/** That something was reported: the topic of a record, and when it happened by Intercom's clock, in Unix seconds. */
export interface Report {
  topic: string;
  at: number;
}

/** What catch-up knows of an object that it has looked into. Unix seconds by Intercom's clock. */
interface SeenMark {
  /** Up to when it has seen to it; 0 while it is at it. */
  until: number;
  /** From what time on it was about to send everything that happened; null once that is done. */
  missedFrom: number | null;
}

/** What is known of objects that Intercom says have changed. Times are Unix seconds by Intercom's clock. */
export interface Reported {
  seen(type: string, ids: readonly string[]): Promise<Map<string, SeenMark>>;
  markSeen(subject: Subject, until: number): Promise<void>;
  /** Before several messages are sent of an object: whoever goes on after a death sends all of them. */
  markMissed(subject: Subject, missedFrom: number): Promise<void>;
  /** Records of one object. */
  since(subject: Subject, from: number): Promise<Report[]>;
  /** Which of these identities have a record. */
  recorded(appId: string, identities: readonly string[]): Promise<Set<string>>;
}

/** Days that a mark is kept. What changes again later is looked at anew. */
const markDays = 3;

const keySchema = z.object({ pk: z.string(), sk: z.string() });
const markSchema = z.object({ pk: z.string(), until: z.number(), missed_from: z.number().optional() });

/** `now` in Unix milliseconds. */
export function createReported(
  client: DynamoDBClient,
  tableName: string,
  table: Table,
  now: () => number,
): Reported {
  const mark = (subject: Subject, fields: { until: number; missed_from?: number }) =>
    table.put({ ...seenKey(subject), ...fields, expires_at: Math.floor(now() / 1000) + markDays * 86_400 });

  return {
    async seen(type, ids) {
      const keys = ids.map((id) => seenKey({ type, id }));
      const marks = await batchGet(client, tableName, keys, ['until', 'missed_from']);
      const prefix = seenKey({ type, id: '' }).pk;
      return new Map(
        marks.map((item) => {
          const { pk, until, missed_from: missedFrom = null } = markSchema.parse(item);
          return [pk.slice(prefix.length), { until, missedFrom }];
        }),
      );
    },

    async markSeen(subject, until) {
      await mark(subject, { until });
    },

    async markMissed(subject, missedFrom) {
      await mark(subject, { until: 0, missed_from: missedFrom });
    },

    async since(subject, from) {
      const source = { client, tableName };
      const range = { from: new Date(from * 1000).toISOString() };
      const reports: Report[] = [];
      for (const keys of [
        keysOfSubject(source, subject, range),
        keysInList(source, subjectList(subject), range),
      ]) {
        for await (const { identity, at } of keys) {
          reports.push({ topic: topicIn(identity), at: Math.floor(Date.parse(at) / 1000) });
        }
      }
      return reports;
    },

    async recorded(appId, identities) {
      const keys = identities.map((identity) => recordKey({ app_id: appId, identity }));
      const found = await batchGet(client, tableName, keys, []);
      return new Set(found.flatMap((item) => recordNamed(keySchema.parse(item))?.identity ?? []));
    },
  };
}

export function seenKey({ type, id }: Subject): Key {
  return { pk: `SEEN#${type}#${id}`, sk: 'SEEN' };
}

function topicIn(identity: string): string {
  return identity.slice(0, Math.max(0, identity.indexOf('/')));
}
