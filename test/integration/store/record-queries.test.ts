import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { recordKey } from '../../../functions/store/record-key.ts';
import { createRecordQueries, type RecordQueries } from '../../../functions/store/record-queries.ts';
import { createRecordStore, type RecordStore } from '../../../functions/store/records.ts';
import { createTable } from '../../../functions/store/table.ts';
import type { UnreadableRecordError } from '../../../functions/store/unreadable-record-error.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { aRecord } from '../../support/records.ts';
import { describeStore } from '../../support/store-engines.ts';

const now = Date.UTC(2026, 0, 9);
const matched = [{ rule: 'refund', mode: 'live' as const, because: [] }];

/**
 * Every seven minutes from noon on the 7th, every third one matched; each fourth is about conversation 2, and every
 * eighth another system's, whose identity does not say so. Contact `a` is the first in some, and the second in others.
 */
const records = Array.from({ length: 230 }, (_, i) => {
  const id = i % 4 === 0 ? '2' : '1';
  return aRecord({
    identity: i % 8 === 0 ? `source:crm/${i}` : `conversation.user.replied/conversation:${id}/part:${i}`,
    status: 'finished',
    happened_at: new Date(Date.UTC(2026, 0, 7, 12) + i * 7 * 60_000).toISOString(),
    subject: { type: 'conversation', id },
    matched: i % 3 === 0 ? matched : [],
    people: i % 10 === 0 ? ['a', 'b'] : i % 10 === 1 ? ['c', 'a'] : ['c'],
  });
});

describeStore((start) => {
  let database: LocalDatabase;
  let store: RecordStore;
  let queries: RecordQueries;
  beforeAll(async () => {
    database = await start();
    const { client, tableName } = database;
    store = createRecordStore(createTable(client, tableName, () => now));
    queries = createRecordQueries(client, tableName, () => now);
    // In no order, as notifications come.
    for (const record of records.toReversed()) {
      await store.create(record);
      if (record.matched.length > 0) await store.putByRule(record, 'refund');
    }
  });
  afterAll(() => database.close());

  /** Before all others. */
  const outside = '2026-01-02T00:00:00.000Z';
  const whole = { from: '2026-01-07T00:00:00.000Z', to: '2026-01-10T00:00:00.000Z' };

  describe('byPerson', () => {
    it('tells of a record by each of the people in it, as soon as there is one', async () => {
      const of = (status: 'begun' | 'finished') =>
        aRecord({
          identity: `meeting-${status}`,
          status,
          people: ['ann', 'bob', 'cleo'],
          happened_at: outside,
        });
      await store.create(of('begun'));
      await store.create(of('finished'));
      for (const person of ['ann', 'bob', 'cleo']) {
        const found = await identities(queries.byPerson(person));
        expect(found.sort()).toEqual(['meeting-begun', 'meeting-finished']);
      }
      expect(await identities(queries.byPerson('dora'))).toEqual([]);
    });
  });

  describe('byDay', () => {
    it('gives the records of all shards in order of time, each once', async () => {
      expect(await identities(queries.byDay(whole))).toEqual(records.map(({ identity }) => identity));
    });

    it('gives the newest first where it is asked to', async () => {
      const newestFirst = await identities(queries.byDay({ ...whole, newestFirst: true }));
      expect(newestFirst).toEqual(records.map(({ identity }) => identity).toReversed());
    });

    it('begins at its start and ends before its end', async () => {
      const [from, to] = [records[10]?.happened_at ?? '', records[150]?.happened_at ?? ''];
      const expected = records.slice(10, 150).map(({ identity }) => identity);
      expect(await identities(queries.byDay({ from, to }))).toEqual(expected);
    });

    it('leaves out what matched, or what did not', async () => {
      const hits = records.filter((record) => record.matched.length > 0).map(({ identity }) => identity);
      expect(await identities(queries.byDay({ ...whole, kinds: ['hit'] }))).toEqual(hits);
      expect(await identities(queries.byDay({ ...whole, kinds: ['miss'] }))).toHaveLength(
        records.length - hits.length,
      );
    });

    it('gives nothing of an empty range', async () => {
      const at = '2026-01-08T00:00:00.000Z';
      expect(await identities(queries.byDay({ from: at, to: at }))).toEqual([]);
    });
  });

  describe('bySubject', () => {
    const subject = { type: 'conversation', id: '2' };
    const about = records.filter((record) => record.subject?.id === '2').map(({ identity }) => identity);

    it('gives the records of one subject in order, whether their identity names it or not', async () => {
      expect(await identities(queries.bySubject(subject))).toEqual(about);
      expect(await identities(queries.bySubject({ type: 'contact', id: '2' }))).toEqual([]);
    });

    it('gives those of a range, the newest first', async () => {
      const [from, to] = [records[8]?.happened_at ?? '', records[80]?.happened_at ?? ''];
      const found = await identities(queries.bySubject(subject, { from, to, newestFirst: true }));
      expect(found).toEqual(about.slice(2, 20).toReversed());
    });

    it('gives none that only looks as if it were about the subject', async () => {
      const identity = 'unknown/conversation:3/part:1';
      await store.create(aRecord({ identity, subject: null }));
      expect(await identities(queries.bySubject({ type: 'conversation', id: '3' }))).toEqual([]);
    });
  });

  it('gives the records in which a contact stands, whether it is the first of them or not', async () => {
    const found = await identities(queries.byPerson('a'));
    const expected = records.filter(({ people }) => people?.includes('a')).map(({ identity }) => identity);
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(await identities(queries.byPerson('nobody'))).toEqual([]);
  });

  it('gives the records that a rule matched, of a range, the newest first', async () => {
    const [from, to] = [records[9]?.happened_at ?? '', records[90]?.happened_at ?? ''];
    const expected = records
      .slice(9, 90)
      .filter((record) => record.matched.length > 0)
      .map(({ identity }) => identity);
    const found = await identities(queries.byRule('refund', { from, to, newestFirst: true }));
    expect(found).toEqual(expected.toReversed());
  });

  it('gives no record that has expired, though DynamoDB still has it', async () => {
    const subject = { type: 'contact' as const, id: '9' };
    await store.create(aRecord({ identity: 'expired', subject, expires_at: now / 1000 - 1 }));
    expect(await identities(queries.bySubject(subject))).toEqual([]);
  });

  it('says of a record that cannot be read which it is, and goes on without it where it is told to', async () => {
    const subject = { type: 'company' as const, id: '7' };
    const [damaged, whole] = ['1', '2'].map((at) =>
      aRecord({ identity: `company.updated/company:7/at:${at}`, subject, happened_at: outside }),
    );
    if (damaged === undefined || whole === undefined) throw new Error('there are two');
    for (const each of [damaged, whole]) await store.create(each);
    const set = { text: 'SET packed = :packed', values: { ':packed': Uint8Array.of(1, 2) } };
    await createTable(database.client, database.tableName, () => now).update(recordKey(damaged), set);

    await expect(identities(queries.bySubject(subject))).rejects.toMatchObject({
      name: 'UnreadableRecordError',
      identity: damaged.identity,
    });
    const told: string[] = [];
    const onUnreadable = ({ identity }: UnreadableRecordError) => void told.push(identity);
    expect(await identities(queries.bySubject(subject, { onUnreadable }))).toEqual([whole.identity]);
    expect(told).toEqual([damaged.identity]);
  });

  it('reads the text of a hit with its facts, that of a miss, and none where none was kept', async () => {
    const hit = aRecord({ identity: 'hit', matched });
    const text = { notification: '{"id":"notif_1"}', facts: { contact: { id: '5' } } };
    await store.putText(hit, text, 4_000_000_000);
    expect(await queries.text(hit)).toEqual(text);

    const miss = aRecord({ identity: 'miss', text: '{"id":"notif_2"}' });
    expect(await queries.text(miss)).toEqual({ notification: '{"id":"notif_2"}', facts: {} });
    expect(await queries.text(aRecord({ identity: 'textless' }))).toBeNull();
  });
});

async function identities(found: AsyncIterable<NotificationRecord>): Promise<string[]> {
  const all: string[] = [];
  for await (const { identity } of found) all.push(identity);
  return all;
}
