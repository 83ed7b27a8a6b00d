import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCounters } from '../../../functions/store/counters.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { createRecordStore } from '../../../functions/store/records.ts';
import { createTable } from '../../../functions/store/table.ts';
import { countHours } from '../../../functions/sync/counters/count-hours.ts';
import { runSync } from '../../../functions/sync/run-sync.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { aRecord } from '../../support/records.ts';
import { type StartedWorkspace, startWorkspace } from '../../support/start-workspace.ts';
import { syncDeps } from '../../support/sync-deps.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 0, 7, 12);
const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };

let database: LocalDatabase;
let workspace: StartedWorkspace;
let now: number;
beforeEach(async () => {
  [database, workspace] = [await startDynalite(), await startWorkspace()];
  now = noon + 5 * minute;
});
afterEach(async () => {
  await database.close();
  await workspace[Symbol.asyncDispose]();
});

const table = () => createTable(database.client, database.tableName, () => now);
const counters = () => createCounters(database.client, database.tableName, table());
const sync = () =>
  runSync(syncDeps({ database, workspace, now: () => now, steps: [countHours] }), {
    tick: now,
    remainingMs: () => 10 * minute,
  });

let made = 0;
async function record(at: number, fields: Partial<NotificationRecord>): Promise<void> {
  made += 1;
  const happened_at = new Date(at).toISOString();
  await createRecordStore(table()).create(
    aRecord({ identity: `r${made}`, happened_at, status: 'finished', expires_at: 2_000_000_000, ...fields }),
  );
}

const live = (rule: string) => ({ rule, mode: 'live' as const, because: [] });
const target = { type: 'conversation' as const, id: '1' };
const operation = (outcome: 'tagged' | 'already_tagged' | 'capped' | 'refused', rules: string[]) => ({
  op: 'add' as const,
  target,
  tag: 'T',
  rules,
  outcome,
  ms: 1,
});

describe('the counters', () => {
  it('say of each finished hour what each rule did in it', async () => {
    const at = noon - 30 * minute;
    await record(at, { matched: [live('a'), live('b')], operations: [operation('tagged', ['a'])] });
    await record(at, {
      matched: [live('a')],
      operations: [operation('already_tagged', ['a']), operation('capped', ['a'])],
    });
    await record(at, { matched: [{ ...live('b'), mode: 'shadow' }] });
    await record(at, {
      matched: [live('k')],
      ended: { rule: 'k', test: null },
      operations: [operation('refused', ['k'])],
    });
    await record(at, {});
    await record(noon - 1, { matched: [live('a')] });
    await record(noon, { matched: [live('a')] });
    await sync();

    const hour = '2026-01-07T11:00:00.000Z';
    expect(await counters().totals(range)).toEqual(
      new Map([[hour, { records: 6, hits: 5, rules: expect.arrayContaining(['a', 'b', 'k']) }]]),
    );
    const ofRule = async (rule: string) => (await counters().ofRule(rule, range)).get(hour);
    expect(await ofRule('a')).toMatchObject({ matched: 3, tagged: 1, unchanged: 1, held_back: 1, failed: 0 });
    expect(await ofRule('b')).toMatchObject({ matched: 1, shadow: 1, tagged: 0 });
    expect(await ofRule('k')).toMatchObject({ matched: 0, ended: 1, failed: 1 });
  });

  it('take in a record that comes days late, and count none twice', async () => {
    const late = noon - 30 * minute;
    await record(late, { matched: [live('a')] });
    await sync();
    now += 70 * 60 * minute;
    await record(late, { matched: [live('a')] });
    await sync();
    now += 5 * minute;
    await sync();
    const hours = await counters().ofRule('a', range);
    expect([...hours.values()].map(({ matched }) => matched)).toEqual([2]);
  });

  it('do not read an hour again that nothing has come to', async () => {
    await record(noon - 1, { matched: [live('a')] });
    const counted: (number | undefined)[] = [];
    for (const hours of [0, 1, 5, 18, 48]) {
      now += hours * 60 * minute;
      counted.push((await sync()).run?.steps[0]?.counts['hours_counted']);
    }
    // When it is over, an hour and six hours later, by when what was under way is done.
    expect(counted).toEqual([1, 1, 1, undefined, undefined]);
  });
});
