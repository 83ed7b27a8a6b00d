import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBrakes } from '../../../functions/store/brakes.ts';
import { createTable } from '../../../functions/store/table.ts';
import { createTagCatalogue } from '../../../functions/store/tag-catalogue.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { describeStore } from '../../support/store-engines.ts';

describeStore((start) => {
  let database: LocalDatabase;
  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database.close());

  it('stops every worker, those that look within five seconds', async () => {
    let now = 1_000_000;
    const table = createTable(database.client, database.tableName, () => now);
    const [one, other] = [createBrakes(table, () => now), createBrakes(table, () => now)];
    expect(await other.current()).toBe(null);
    const pause = { reason: 'token_refused', since: new Date(now).toISOString(), until: now + 60_000 };
    await one.pause(pause);
    expect(await one.current()).toEqual(pause);
    now += 5_000;
    expect(await other.current()).toEqual(pause);
    now += 55_000;
    expect(await other.current()).toBe(null);

    const byPerson = { reason: 'uninstalled', since: '', until: null };
    await one.pause(byPerson);
    await one.pause(pause);
    expect(await createBrakes(table, () => now).current()).toEqual(byPerson);
  });

  it('finds a tag by any spelling of its name, the living one first', async () => {
    const now = () => 1_000_000;
    const table = createTable(database.client, database.tableName, now);
    const catalogue = () => createTagCatalogue(database.client, database.tableName, table, now);
    const first = catalogue();
    expect(await first.find('Refund')).toBe(undefined);
    await first.remember({ id: '1', name: 'Refund' });
    await first.markDeleted({ id: '1', name: 'Refund' });
    expect(await catalogue().find(' refund ')).toEqual({ id: '1', name: 'Refund', deleted: true });
    await first.remember({ id: '2', name: 'REFUND' });
    expect(await catalogue().find('refund')).toEqual({ id: '2', name: 'REFUND', deleted: false });
    expect(await first.find('refund')).toEqual({ id: '2', name: 'REFUND', deleted: false });
  });
});
