import { createHash } from 'node:crypto';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { fitRecord } from './fit-record.ts';
import { type NotificationRecord, recordSchema } from './record.ts';
import { type RecordText, readRecordText } from './record-text.ts';
import type { Expression, Item, Key, Table } from './table.ts';

export interface RecordStore {
  read(appId: string, identity: string): Promise<NotificationRecord | null>;
  /** Writes a record that has none before it but `begun`; false where there is one. */
  create(record: NotificationRecord): Promise<boolean>;
  /** Replaces a record in the state in which it was read: same status, lease and attempts. False where it moved on. */
  replace(record: NotificationRecord, was: NotificationRecord): Promise<boolean>;
  /** Writes fields of a record whose lease the holder has; false where another has taken it up. */
  update(record: NotificationRecord, fields: Partial<NotificationRecord>, holder: string): Promise<boolean>;
  /** The message and the fetched facts of a hit, gzipped. The first one stays. */
  putText(record: NotificationRecord, text: Uint8Array, expiresAt: number): Promise<void>;
  /** What came, and the fetched facts; null where they were not kept, or no longer are. */
  readText(record: NotificationRecord): Promise<RecordText | null>;
  /** The record's entry in a rule's list. */
  putByRule(record: NotificationRecord, rule: string): Promise<void>;
  /** The record's entry in a contact's list: of the first of its people the index tells. */
  putByPerson(record: NotificationRecord, person: string): Promise<void>;
}

export function createRecordStore(table: Table): RecordStore {
  return {
    async read(appId, identity) {
      const item = await table.get(recordKey(appId, identity));
      return item === null ? null : recordSchema.parse(item);
    },

    create: (record) =>
      table.put(itemOf(record), {
        text: 'attribute_not_exists(pk) OR #status = :begun',
        names: { '#status': 'status' },
        values: { ':begun': 'begun' },
      }),

    replace: (record, was) => table.put(itemOf(record), unchangedSince(was)),

    async update(record, fields, holder) {
      const set = settersOf(fields);
      const key = recordKey(record.app_id, record.identity);
      const updated = await table.update(key, set, {
        text: '#holder = :holder',
        names: { '#holder': 'lease_holder' },
        values: { ':holder': holder },
      });
      return updated !== null;
    },

    async putText(record, text, expiresAt) {
      const { pk } = recordKey(record.app_id, record.identity);
      await table.put({ pk, sk: 'TEXT', text, expires_at: expiresAt }, { text: 'attribute_not_exists(pk)' });
    },

    readText: (record) => readRecordText(table, record),

    async putByRule(record, rule) {
      await table.put({ ...ruleEntryKey(record, rule), ...entryOf(record) });
    },

    async putByPerson(record, person) {
      await table.put({ ...personEntryKey(record, person), ...entryOf(record) });
    },
  };
}

type Named = Pick<NotificationRecord, 'app_id' | 'identity' | 'happened_at'>;

export function partitionOf({ app_id, identity }: Pick<Named, 'app_id' | 'identity'>): string {
  return `NOTIFICATION#${app_id}#${identity}`;
}

export function ruleEntryKey({ happened_at, identity }: Named, rule: string): Key {
  return { pk: `RULE#${rule}`, sk: `${happened_at}#${identity}` };
}

export function personEntryKey({ happened_at, identity }: Named, person: string): Key {
  return { pk: `PERSON#${person}`, sk: `${happened_at}#${identity}` };
}

function entryOf({ app_id, identity, expires_at }: NotificationRecord): Item {
  return { app_id, identity, expires_at };
}

function recordKey(appId: string, identity: string): Key {
  return { pk: partitionOf({ app_id: appId, identity }), sk: 'RECORD' };
}

function itemOf(record: NotificationRecord): Key & Item {
  const fitting = fitRecord(record);
  const { bySubject, byDay, byPerson } = TABLE_LAYOUT;
  const person = record.people?.[0];
  return {
    ...fitting,
    ...recordKey(record.app_id, record.identity),
    ...(record.subject === null
      ? {}
      : { [bySubject.partitionKey]: `SUBJECT#${record.subject.type}#${record.subject.id}` }),
    ...(person === undefined ? {} : { [byPerson.partitionKey]: `PERSON#${person}` }),
    [byDay.partitionKey]: dayKey(record),
  };
}

/** Four shards a day, so that no index partition takes all of a day's writes. */
function dayKey(record: NotificationRecord): string {
  const shard = (createHash('sha1').update(record.identity).digest()[0] ?? 0) % 4;
  const kind = record.matched.length > 0 ? 'hit' : 'miss';
  return `DAY#${record.happened_at.slice(0, 10)}#${kind}#${shard}`;
}

function unchangedSince(was: NotificationRecord): Expression {
  const leaseUntil = was.lease_until;
  return {
    text: `#status = :status AND attempts = :attempts AND ${
      leaseUntil === undefined ? 'attribute_not_exists(lease_until)' : 'lease_until = :leaseUntil'
    }`,
    names: { '#status': 'status' },
    values: {
      ':status': was.status,
      ':attempts': was.attempts,
      ...(leaseUntil === undefined ? {} : { ':leaseUntil': leaseUntil }),
    },
  };
}

function settersOf(fields: Partial<NotificationRecord>): Expression {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    text: `SET ${entries.map((_, i) => `#f${i} = :f${i}`).join(', ')}`,
    names: Object.fromEntries(entries.map(([name], i) => [`#f${i}`, name])),
    values: Object.fromEntries(entries.map(([, value], i) => [`:f${i}`, value])),
  };
}
