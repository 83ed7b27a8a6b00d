import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FoundKey } from './list-keys.ts';
import { keysInList, keysInShard, keysOfSubject, type TimeRange } from './list-keys.ts';
import { mergeInOrder } from './merge-in-order.ts';
import { type Reading, readRecords } from './read-records.ts';
import type { NotificationRecord } from './record.ts';
import { personList, ruleList, subjectList } from './record-entries.ts';
import { type RecordText, readRecordText } from './record-text.ts';
import { allShards, type RecordKind, shardsOfPerson } from './shards.ts';
import { createTable } from './table.ts';

/**
 * Records in order of time, oldest first unless told otherwise, a page in memory at a time, however many there are; of
 * one object, the keys of all. Each record is read from the table itself. The index by time follows it by moments.
 */
export interface RecordQueries {
  /** Of one object. */
  bySubject(subject: { type: string; id: string }, options?: ListOptions): AsyncGenerator<NotificationRecord>;
  /** Of all objects. */
  byDay(options: DayOptions): AsyncGenerator<NotificationRecord>;
  /** In which a contact stands, each once; in no order. */
  byPerson(contact: string, options?: Tolerance): AsyncGenerator<NotificationRecord>;
  /** That a rule matched, in shadow too. */
  byRule(rule: string, options?: ListOptions): AsyncGenerator<NotificationRecord>;
  /** What came; null where it was not kept, or no longer is. */
  text(record: NotificationRecord): Promise<RecordText | null>;
}

type Tolerance = Pick<Reading, 'onUnreadable'>;

interface ListOptions extends TimeRange, Tolerance {}

interface DayOptions extends ListOptions {
  from: string;
  to: string;
  /** Records that a rule matched, or those that none did; both without it. */
  kinds?: readonly RecordKind[];
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
  const source = { client, tableName };
  const records = (keys: AsyncIterable<FoundKey>, { onUnreadable }: Tolerance) =>
    readRecords(client, tableName, keys, { now, onUnreadable });
  return {
    async *bySubject(subject, range = {}) {
      const found = [keysOfSubject(source, subject, range), keysInList(source, subjectList(subject), range)];
      for await (const record of records(mergeInOrder(found, isAfter(range)), range)) {
        const { type, id } = record.subject ?? {};
        if (type === subject.type && id === subject.id) yield record;
      }
    },

    byDay({ kinds, skip = () => false, ...range }) {
      const shards = allShards(kinds).map((shard) => keysInShard(source, shard, range));
      return records(without(mergeInOrder(shards, isAfter(range)), skip), range);
    },

    async *byPerson(contact, options = {}) {
      const shards = shardsOfPerson(contact).map((shard) => keysInShard(source, shard, { person: contact }));
      // Who is not the first in a record may be in the shard of the one that is.
      const given = new Set<string>();
      for (const keys of [...shards, keysInList(source, personList(contact))]) {
        for await (const record of records(
          without(keys, (identity) => given.has(identity)),
          options,
        )) {
          given.add(record.identity);
          yield record;
        }
      }
    },

    byRule: (rule, range = {}) => records(keysInList(source, ruleList(rule), range), range),

    text: (record) => readRecordText(table, record),
  };
}

function isAfter({ newestFirst = false }: TimeRange): (a: FoundKey, b: FoundKey) => boolean {
  return (a, b) => (newestFirst ? b.at > a.at : a.at > b.at);
}

async function* without(
  keys: AsyncIterable<FoundKey>,
  skip: (identity: string) => boolean,
): AsyncGenerator<FoundKey> {
  for await (const key of keys) if (!skip(key.identity)) yield key;
}
