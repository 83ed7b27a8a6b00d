import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReported, type Reported } from '../../../functions/store/reported.ts';
import { createTable } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { describeStore } from '../../support/store-engines.ts';

describeStore((start) => {
  let database: LocalDatabase;
  let reported: Reported;
  beforeAll(async () => {
    database = await start();
    const { client, tableName } = database;
    reported = createReported(client, tableName, createTable(client, tableName, Date.now), Date.now);
  });
  afterAll(() => database.close());

  it('tells what was seen of objects that a search gave twice', async () => {
    await reported.markSeen({ type: 'conversation', id: '1' }, 5);
    const seen = await reported.seen('conversation', ['1', '2', '1']);
    expect([...seen]).toEqual([['1', { until: 5, missedFrom: null }]]);
  });
});
