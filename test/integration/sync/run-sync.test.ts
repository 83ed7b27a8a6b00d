import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { IntercomRateLimitError } from '../../../functions/intercom/errors/intercom-rate-limit-error.ts';
import { createRunStore, LeaseLostError } from '../../../functions/store/runs.ts';
import { createTable } from '../../../functions/store/table.ts';
import { runSync } from '../../../functions/sync/run-sync.ts';
import type { SyncStep } from '../../../functions/sync/sync-step.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { type StartedWorkspace, startWorkspace } from '../../support/start-workspace.ts';
import { syncDeps } from '../../support/sync-deps.ts';

const minute = 60_000;
const start = Date.UTC(2026, 0, 7, 12);

let database: LocalDatabase;
let workspace: StartedWorkspace;
let now: number;
beforeEach(async () => {
  [database, workspace] = [await startDynalite(), await startWorkspace()];
  now = start;
});
afterEach(async () => {
  await database.close();
  await workspace[Symbol.asyncDispose]();
});

const store = () =>
  createRunStore(
    createTable(database.client, database.tableName, () => now),
    () => now,
  );

/** One invocation of five minutes. */
function invoke(steps: SyncStep[], { tick = now, ms = 5 * minute } = {}) {
  const endsAt = now + ms;
  const deps = syncDeps({ database, workspace, now: () => now, steps });
  return runSync(deps, { tick, remainingMs: () => endsAt - now });
}

describe('a run', () => {
  it('records what each step saw, did and cost', async () => {
    const { run } = await invoke([
      {
        name: 'catalogue',
        async run({ intercom, count, report }) {
          await intercom.listTags();
          count('tags', 3);
          now += 20;
          report({ renamed: [] });
          return 'done';
        },
      },
    ]);
    expect(run).toMatchObject({ id: 'sync-2026-01-07T12:00:00.000Z', status: 'finished', invocations: 1 });
    expect(run?.steps).toEqual([
      { name: 'catalogue', status: 'done', counts: { tags: 3 }, calls: 1, ms: 20, findings: { renamed: [] } },
    ]);
    expect(await store().read(run?.id ?? '')).toEqual(run);
  });

  it('goes on with the other steps where one fails, and is recorded as failed', async () => {
    const { run } = await invoke([
      { name: 'first', run: () => Promise.reject(new Error('broken')) },
      { name: 'second', run: async () => 'done' },
    ]);
    expect(run?.status).toBe('failed');
    expect(run?.steps).toMatchObject([{ status: 'failed', error: 'Error: broken' }, { status: 'done' }]);
  });
});

describe('a run that is out of time', () => {
  /** Three pieces of work, of two minutes each. */
  const worked: number[] = [];
  const slow: SyncStep = {
    name: 'slow',
    async run({ isOutOfTime, resume, count }) {
      for (let piece = (await resume.read(z.number())) ?? 0; piece < 3; piece++) {
        if (isOutOfTime()) return 'out_of_time';
        worked.push(piece);
        now += 2 * minute;
        count('pieces');
        await resume.save(piece + 1);
      }
      return 'done';
    },
  };
  beforeEach(() => void worked.splice(0));

  it('stops at its resume point, and the next invocation goes on there and then begins its own', async () => {
    expect(await invoke([slow], { ms: 4 * minute })).toMatchObject({ outcome: 'stopped' });
    expect(worked).toEqual([0, 1]);
    const tick = now;
    const next = await invoke([slow], { ms: 60 * minute });
    expect(worked).toEqual([0, 1, 2, 0, 1, 2]);
    expect(next).toMatchObject({ outcome: 'finished', run: { tick: new Date(tick).toISOString() } });
    expect(await store().read('sync-2026-01-07T12:00:00.000Z')).toMatchObject({
      status: 'finished',
      invocations: 2,
      steps: [{ counts: { pieces: 3 } }],
    });
  });

  it('leaves to the next tick what keeps its own place, so that the other steps need not wait for it', async () => {
    const quick: SyncStep = { name: 'quick', run: async () => 'done' };
    const long: SyncStep = { ...slow, name: 'long', keepsItsPlace: true };
    await invoke([quick, long], { ms: 4 * minute });
    const next = await invoke([quick, long], { ms: 4 * minute });
    expect(next).toMatchObject({
      outcome: 'stopped',
      run: { steps: [{ status: 'done' }, { status: 'stopped' }] },
    });
    expect(await store().read('sync-2026-01-07T12:00:00.000Z')).toMatchObject({
      status: 'finished',
      steps: [{ status: 'done' }, { status: 'left' }],
    });
  });

  it('stops where the rate limit outlasts it', async () => {
    const limited = {
      name: 'limited',
      run: () => Promise.reject(new IntercomRateLimitError('x', new Date())),
    };
    expect(await invoke([limited])).toMatchObject({
      outcome: 'stopped',
      run: { steps: [{ status: 'stopped' }] },
    });
  });
});

describe('ticks', () => {
  const ticks: number[] = [];
  const noting: SyncStep = {
    name: 'noting',
    run: async ({ tick }) => {
      ticks.push((tick - start) / minute);
      return 'done';
    },
  };
  beforeEach(() => void ticks.splice(0));

  it('that were missed are made up once', async () => {
    await invoke([noting]);
    now += 60 * minute;
    await invoke([noting]);
    expect(ticks).toEqual([0, 60]);
  });

  it('that come twice, or behind a later one, are run once', async () => {
    await invoke([noting]);
    now += 15 * minute;
    await invoke([noting]);
    expect(await invoke([noting])).toEqual({ outcome: 'done_before', run: null });
    expect(await invoke([noting], { tick: start })).toEqual({ outcome: 'done_before', run: null });
    expect(ticks).toEqual([0, 15]);
  });

  it('of a clock that was wrong keep those of the right one from nothing', async () => {
    await invoke([noting], { tick: now + 3 * 24 * 60 * minute });
    await invoke([noting]);
    expect(ticks).toEqual([3 * 24 * 60, 0]);
  });

  it('never overlap: while one is at it, another does nothing', async () => {
    const outer: SyncStep = {
      name: 'outer',
      async run() {
        expect(await invoke([noting], { tick: now + minute })).toEqual({ outcome: 'busy', run: null });
        return 'done';
      },
    };
    expect(await invoke([outer])).toMatchObject({ outcome: 'finished' });
    expect(ticks).toEqual([]);
  });
});

it('a run whose function was killed is taken up by the next tick, and the dead one, should it live, writes no more', async () => {
  const resumedAt: unknown[] = [];
  const steps: SyncStep[] = [
    {
      name: 'one',
      async run({ resume }) {
        resumedAt.push(await resume.read(z.string()));
        if (resumedAt.length > 1) return 'done';
        await resume.save('half');
        // Lambda would end it here, and its lease runs out.
        now += 60 * minute;
        expect(await invoke(steps)).toMatchObject({ outcome: 'finished', run: { invocations: 1 } });
        return 'done';
      },
    },
  ];
  await expect(invoke(steps)).rejects.toThrow(LeaseLostError);
  expect(resumedAt).toEqual([null, 'half', null]);
  expect(await store().read('sync-2026-01-07T12:00:00.000Z')).toMatchObject({
    status: 'finished',
    invocations: 2,
  });
});
