import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRunStore, LeaseLostError, type Run } from '../../../functions/store/runs.ts';
import { createTable } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { describeStore } from '../../support/store-engines.ts';

describeStore((start) => {
  let database: LocalDatabase;
  let now = 1_000_000;
  const store = () =>
    createRunStore(
      createTable(database.client, database.tableName, () => now),
      () => now,
    );
  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database.close());

  it('lets one run at a time, and the next one after its end or its lease', async () => {
    const first = await store().acquire('a', now + 1_000);
    expect(first).toMatchObject({ holder: 'a', runId: null });
    expect(await store().acquire('b', now + 1_000)).toBe(null);
    if (first !== null) await store().release(first);
    expect(await store().acquire('b', now + 1_000)).toMatchObject({ holder: 'b' });
    now += 1_000;
    expect(await store().acquire('c', now + 1_000)).toMatchObject({ holder: 'c' });
    now += 1_000;
  });

  it('lets who was taken for dead write nothing more', async () => {
    const dead = await store().acquire('dead', now + 1_000);
    if (dead === null) throw new Error('no lease');
    await store().save(dead, aRun({ status: 'running' }));
    await store().saveCursor(dead, 'catch_up', 1);
    now += 1_000;
    const living = await store().acquire('living', now + 1_000);
    if (living === null) throw new Error('no lease');
    expect(living.runId).toBe('sync-1');
    await store().save(living, aRun({ status: 'stopped' }));
    await store().saveCursor(living, 'catch_up', { from: 2 });

    await expect(store().save(dead, aRun({ status: 'finished' }))).rejects.toThrow(LeaseLostError);
    await expect(store().saveCursor(dead, 'catch_up', 3)).rejects.toThrow(LeaseLostError);
    await store().release(dead);
    expect((await store().read('sync-1'))?.status).toBe('stopped');
    expect(await store().readCursor('catch_up')).toEqual({ from: 2 });
    expect(await store().latest()).toEqual({ runId: 'sync-1', leaseUntil: now + 1_000 });
  });
});

function aRun(fields: Partial<Run>): Run {
  return {
    id: 'sync-1',
    kind: 'sync',
    status: 'running',
    tick: '2026-01-07T12:00:00.000Z',
    started_at: '2026-01-07T12:00:00.000Z',
    invocations: 1,
    steps: [
      { name: 'catch_up', status: 'running', counts: { seen: 1 }, calls: 2, ms: 3, resume: { page: 4 } },
    ],
    expires_at: 4_000_000_000,
    ...fields,
  };
}
