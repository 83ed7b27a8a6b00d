import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLimits, type Limits } from '../../../functions/store/limits.ts';
import { createTable } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { countRequests } from '../../support/count-requests.ts';
import { describeStore } from '../../support/store-engines.ts';

const hourMs = 3_600_000;

describeStore((start) => {
  let database: LocalDatabase;
  let now = Date.UTC(2026, 0, 7, 12, 30);
  beforeAll(async () => {
    database = await start();
  });
  afterAll(() => database.close());

  const worker = () =>
    createLimits(
      createTable(database.client, database.tableName, () => now),
      () => now,
    );
  const takeAll = async (limits: Limits, rule: string, perHour: number, times: number) =>
    (await Promise.all(Array.from({ length: times }, () => limits.takeChange(rule, perHour)))).filter(Boolean)
      .length;

  it('gives out a small limit exactly, to many workers at once', async () => {
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeAll(worker(), 'small', 25, 10)));
    expect(taken.reduce((sum, each) => sum + each)).toBe(25);
  });

  it('never gives out more than a large one, and nine less for each worker at the most', async () => {
    const taken = await Promise.all([40, 3, 47, 60, 1].map((n) => takeAll(worker(), 'large', 120, n)));
    const all = taken.reduce((sum, each) => sum + each);
    expect(all).toBeLessThanOrEqual(120);
    expect(all).toBeGreaterThanOrEqual(120 - 5 * 9);
  });

  it('asks the table once for ten changes of a large one, and no more once it is used up', async () => {
    const limits = worker();
    const counts = countRequests(database.client);
    expect(await takeAll(limits, 'cheap', 100, 40)).toBe(40);
    expect(counts).toEqual({ reads: 0, writes: 4 });
    await takeAll(limits, 'cheap', 100, 70);
    const { writes } = counts;
    expect(await takeAll(limits, 'cheap', 100, 50)).toBe(0);
    expect(counts.writes).toBe(writes);
    // A ruleset with a higher limit has been published.
    expect(await takeAll(limits, 'cheap', 130, 50)).toBe(30);
  });

  it('begins anew with each hour', async () => {
    const limits = worker();
    expect(await takeAll(limits, 'hourly', 2, 3)).toBe(2);
    now += hourMs;
    expect(await takeAll(limits, 'hourly', 2, 3)).toBe(2);
  });

  it('counts tags from templates by the day', async () => {
    const [one, other] = [worker(), worker()];
    const take = async (limits: Limits) => [await limits.takeTemplateTag(3), await limits.takeTemplateTag(3)];
    expect([...(await take(one)), ...(await take(other))]).toEqual([true, true, true, false]);
    now += 24 * hourMs;
    expect(await take(one)).toEqual([true, true]);
  });
});
