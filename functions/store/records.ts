import * as z from 'zod';
import type { NotificationRecord } from './record.ts';
import { entriesOf, ruleEntry } from './record-entries.ts';
import { itemOf, recordOf, stateOf } from './record-item.ts';
import { recordKey, textKey } from './record-key.ts';
import { type GivenText, packText, type RecordText, readRecordText } from './record-text.ts';
import type { Expression, Table } from './table.ts';
import { UnreadableRecordError } from './unreadable-record-error.ts';

export interface RecordStore {
  /** Throws `UnreadableRecordError` where it is there, and not as its schema has it. */
  read(appId: string, identity: string): Promise<NotificationRecord | null>;
  /** Writes a record, and its entries in lists, that has none before it but `begun`; false where there is one. */
  create(record: NotificationRecord): Promise<boolean>;
  /** Replaces a record in the state in which it was read: same status, lease and attempts. False where it moved on. */
  replace(record: NotificationRecord, was: NotificationRecord): Promise<boolean>;
  /** How often it could not be read, this time included: counted in the record itself, which else stays as it is. */
  countUnreadable(appId: string, identity: string): Promise<number>;
  /** Writes a record with these fields where the holder has its lease; false where another has taken it up. */
  update(record: NotificationRecord, fields: Partial<NotificationRecord>, holder: string): Promise<boolean>;
  /** The message and the fetched facts of a hit, unless they are too large to be kept. The first one stays. */
  putText(record: NotificationRecord, text: GivenText, expiresAt: number): Promise<void>;
  /** What came, and the fetched facts; null where they were not kept, or no longer are. */
  readText(record: NotificationRecord): Promise<RecordText | null>;
  /** The record's entry in a rule's list. */
  putByRule(record: NotificationRecord, rule: string): Promise<void>;
}

export function createRecordStore(table: Table): RecordStore {
  return {
    async read(appId, identity) {
      const item = await table.get(recordKey({ app_id: appId, identity }));
      if (item === null) return null;
      try {
        return recordOf(item);
      } catch (error) {
        throw new UnreadableRecordError(appId, identity, error);
      }
    },

    async countUnreadable(appId, identity) {
      const counted = { text: 'ADD unreadable :one', values: { ':one': 1 } };
      const there = { text: 'attribute_exists(pk)' };
      const item = await table.update(recordKey({ app_id: appId, identity }), counted, there);
      // Gone by now: whoever looks next begins anew.
      return item === null ? 1 : z.number().parse(item['unreadable']);
    },

    async create(record) {
      // First, so that there is no record that its lists do not know.
      await Promise.all(entriesOf(record).map((entry) => table.put(entry)));
      return table.put(itemOf(record), {
        text: 'attribute_not_exists(pk) OR #status = :begun',
        names: { '#status': 'status' },
        values: { ':begun': 'begun' },
      });
    },

    replace: (record, was) => table.put(itemOf(record), unchangedSince(was)),

    async update(record, fields, holder) {
      const set = settersOf(stateOf({ ...record, ...fields }));
      const updated = await table.update(recordKey(record), set, {
        text: '#holder = :holder',
        names: { '#holder': 'lease_holder' },
        values: { ':holder': holder },
      });
      return updated !== null;
    },

    async putText(record, text, expiresAt) {
      const packed = packText(text);
      if (packed === null) return;
      const item = { ...textKey(record), packed, expires_at: expiresAt };
      await table.put(item, { text: 'attribute_not_exists(pk)' });
    },

    readText: (record) => readRecordText(table, record),

    async putByRule(record, rule) {
      await table.put(ruleEntry(record, rule));
    },
  };
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

function settersOf(fields: object): Expression {
  const entries = Object.entries(fields);
  return {
    text: `SET ${entries.map((_, i) => `#f${i} = :f${i}`).join(', ')}`,
    names: Object.fromEntries(entries.map(([name], i) => [`#f${i}`, name])),
    values: Object.fromEntries(entries.map(([, value], i) => [`:f${i}`, value])),
  };
}
