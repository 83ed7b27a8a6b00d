import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordKey, textKey } from '../../../functions/store/record-key.ts';
import { createRecordStore, type RecordStore } from '../../../functions/store/records.ts';
import { shardsOfPerson } from '../../../functions/store/shards.ts';
import { createTable, type Table } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { aRecord } from '../../support/records.ts';
import { describeStore } from '../../support/store-engines.ts';

describeStore((start) => {
  let database: LocalDatabase;
  let table: Table;
  let records: RecordStore;
  let now = Date.UTC(2026, 0, 7, 12);
  let next = 0;
  const identity = () => `identity-${next++}`;
  beforeAll(async () => {
    database = await start();
    table = createTable(database.client, database.tableName, () => now);
    records = createRecordStore(table);
  });
  afterAll(() => database.close());

  it('reads a record as it was written', async () => {
    const record = aRecord({
      identity: identity(),
      status: 'finished',
      matched: [
        { rule: 'r', mode: 'live', because: [{ field: 'f', operator: 'words', value: 'a', found: 'A' }] },
      ],
      changes: [{ target: { type: 'contact', id: '2' }, add: ['Refund', { id: '9' }], remove: [] }],
      text: '{"id":"notif_1"}',
    });
    expect(await records.create(record)).toBe(true);
    expect(await records.read(record.app_id, record.identity)).toEqual(record);
  });

  it('creates one record, whoever else tries', async () => {
    const record = aRecord({ identity: identity(), status: 'claimed' });
    const created = await Promise.all([1, 2, 3, 4].map(() => records.create(record)));
    expect(created.filter(Boolean)).toHaveLength(1);
  });

  it('creates over a record that had only begun', async () => {
    const record = aRecord({ identity: identity(), attempts: 1 });
    await records.create(record);
    expect(await records.create({ ...record, status: 'finished' })).toBe(true);
    expect(await records.create({ ...record, status: 'finished' })).toBe(false);
  });

  it('lets one of several take a lapsed claim up', async () => {
    const was = aRecord({ identity: identity(), status: 'claimed', lease_until: 1, lease_holder: 'dead' });
    await records.create(was);
    const taken = await Promise.all(
      ['a', 'b', 'c'].map((holder, i) =>
        records.replace({ ...was, lease_holder: holder, lease_until: 10 + i, attempts: 1 }, was),
      ),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('takes up a record that never had a lease', async () => {
    const was = aRecord({ identity: identity() });
    await records.create(was);
    expect(await records.replace({ ...was, lease_until: 5, lease_holder: 'a' }, was)).toBe(true);
    expect(await records.replace({ ...was, lease_until: 6, lease_holder: 'b' }, was)).toBe(false);
  });

  it('is updated by the holder of its lease alone', async () => {
    const record = aRecord({ identity: identity(), status: 'claimed', lease_until: 9, lease_holder: 'a' });
    await records.create(record);
    expect(await records.update(record, { status: 'finished' }, 'b')).toBe(false);
    expect(await records.update(record, { status: 'finished', outcome: 'tagged' }, 'a')).toBe(true);
    expect(await records.read(record.app_id, record.identity)).toMatchObject({
      status: 'finished',
      outcome: 'tagged',
    });
  });

  it('does not read what has expired, though the engine still has it', async () => {
    const record = aRecord({ identity: identity(), expires_at: now / 1000 + 60 });
    await records.create(record);
    now += 60_000;
    expect(await records.read(record.app_id, record.identity)).toBe(null);
  });

  it('is in the index by time with its people, under the first of them, a hit apart from misses', async () => {
    const people = ['first', 'second'];
    const hit = aRecord({
      identity: identity(),
      matched: [{ rule: 'r', mode: 'live', because: [] }],
      people,
    });
    await records.create(hit);
    const { Items = [] } = await database.client.send(
      new QueryCommand({
        TableName: database.tableName,
        IndexName: 'by-time',
        KeyConditionExpression: '#shard = :shard',
        ExpressionAttributeNames: { '#shard': 'shard' },
        ExpressionAttributeValues: { ':shard': { S: shardsOfPerson('first')[0] ?? '' } },
      }),
    );
    expect(Items.map((item) => unmarshall(item))).toEqual([
      {
        ...recordKey(hit),
        shard: expect.stringMatching(/^hit#/),
        happened_at: hit.happened_at,
        people,
      },
    ]);
  });

  it('keeps a text and a rule entry beside a record', async () => {
    const record = aRecord({ identity: identity() });
    const text = { notification: '{"id":"notif_1"}', facts: { contact: { id: '2' } } };
    await records.putText(record, text, record.expires_at);
    await records.putByRule(record, 'refund');
    expect(await table.get(textKey(record))).not.toBeNull();
    expect(await records.readText(record)).toEqual(text);
    expect(
      await table.get({ pk: 'RULE#refund', sk: `${record.happened_at}#${record.identity}` }),
    ).toMatchObject({
      identity: record.identity,
    });
  });

  it('fits a record with thousands of explanations into an item, its changes whole', async () => {
    const because = Array.from({ length: 5_000 }, (_, i) => ({
      field: 'message.text',
      operator: 'words',
      value: `keyword ${i}`,
      found: 'x'.repeat(100),
    }));
    const changes = [{ target: { type: 'conversation' as const, id: '1' }, add: ['Refund'], remove: [] }];
    const record = aRecord({
      identity: identity(),
      matched: [{ rule: 'r', mode: 'live', because }],
      changes,
    });
    expect(await records.create(record)).toBe(true);
    const read = await records.read(record.app_id, record.identity);
    expect(read?.truncated).toBe(true);
    expect(read?.matched[0]?.because).toHaveLength(50);
    expect(read?.changes).toEqual(changes);
  });
});
