import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Brakes, createBrakes } from '../../../functions/store/brakes.ts';
import { createControl } from '../../../functions/store/control.ts';
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
    const open = () =>
      createBrakes(
        table,
        createControl(table, () => now),
        () => now,
      );
    const pauseSeenBy = async (brakes: Brakes) => (await brakes.current()).pause;
    const [one, other] = [open(), open()];
    expect(await pauseSeenBy(other)).toBe(null);
    const pause = { reason: 'token_refused', since: new Date(now).toISOString(), until: now + 60_000 };
    await one.pause(pause);
    expect(await pauseSeenBy(one)).toEqual(pause);
    now += 5_000;
    expect(await pauseSeenBy(other)).toEqual(pause);
    now += 55_000;
    expect(await pauseSeenBy(other)).toBe(null);

    const byPerson = { reason: 'uninstalled', since: '', until: null };
    await one.pause(byPerson);
    await one.pause(pause);
    expect(await pauseSeenBy(open())).toEqual(byPerson);

    await one.resume();
    expect(await pauseSeenBy(open())).toBe(null);
  });

  it('keeps one rule back, whatever the others do', async () => {
    let now = 1_000_000;
    const table = createTable(database.client, database.tableName, () => now);
    const open = () =>
      createBrakes(
        table,
        createControl(table, () => now),
        () => now,
      );
    const [one, other] = [open(), open()];
    expect((await other.current()).rules.size).toBe(0);
    const pause = { reason: 'tags too much', since: '2026-01-07T12:00:00.000Z' };
    await one.pauseRule('refund', pause);
    await one.pauseRule('refund', { ...pause, reason: 'a second time' });
    await one.pauseRule('help', pause);
    now += 5_000;
    expect([...(await other.current()).rules]).toEqual(
      expect.arrayContaining([
        ['refund', pause],
        ['help', pause],
      ]),
    );
    await one.resumeRule('refund');
    expect([...(await open().current()).rules.keys()]).toEqual(['help']);
    await one.resumeRule('help');
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
