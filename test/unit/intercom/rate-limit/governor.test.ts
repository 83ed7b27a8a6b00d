import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGovernor } from '../../../../functions/intercom/rate-limit/governor.ts';
import { createRateLimitedApi } from '../../../support/rate-limited-api.ts';
import { runs } from '../../../support/runs.ts';
import { spendRateLimit } from '../../../support/spend-rate-limit.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const START = Date.UTC(2026, 10, 23, 12);
/** 10,000 calls a minute are 1,667 in a window; a tenth of it. */
const LIMIT = 166;

/** Latencies that repeat: a linear congruential generator. */
function latencies(seed: number, fromMs: number, toMs: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return fromMs + (state / 2 ** 32) * (toMs - fromMs);
  };
}

/**
 * Windows for which there was work throughout and that did not have to teach who shares the limit: not the one in
 * which we began, not the first full one, and not the last two.
 */
const full = (windows: number[]) => windows.slice(2, -2);

const used = (windows: number[], limit: number) => Math.min(...full(windows)) / limit;

const settings = fc.record({
  seed: fc.nat(),
  latency: fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 100, max: 600 })),
  offset: fc.nat(9_999),
  limit: fc.integer({ min: LIMIT, max: 600 }),
});

describe('a governor alone', () => {
  it('always uses every window up from the second on, and never sees a 429', async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.integer({ min: 60, max: 2_000 }), async (given, callers) => {
        const clock = virtualClock(START + given.offset);
        const api = createRateLimitedApi({
          clock,
          limit: given.limit,
          latencyMs: latencies(given.seed, ...given.latency),
        });
        const calls = given.limit * 6;

        expect(await clock.run(spendRateLimit({ clock, api, calls, processes: 1, callers }))).toBe(calls);
        expect(used(api.windows(), given.limit)).toBe(1);
        expect(api.refusedAt).toEqual([]);
      }),
      { numRuns: runs(40) },
    );
  });

  it.each([-62_500, -2_500, -300, 300, 2_500, 62_500])(
    'learns that the clock of Intercom differs by %i ms, within the first windows',
    async (aheadMs) => {
      const clock = virtualClock(START);
      const api = createRateLimitedApi({ clock, limit: LIMIT, latencyMs: latencies(1, 10, 60), aheadMs });

      await clock.run(spendRateLimit({ clock, api, calls: LIMIT * 12, processes: 1, callers: 200 }));

      expect(used(api.windows(), LIMIT)).toBe(1);
      expect(api.windows().length).toBeLessThanOrEqual(13);
      expect(api.refusedAt.length).toBeLessThanOrEqual(12);
      expect(api.refusedAt.filter((atMs) => atMs > START + 20_000)).toEqual([]);
    },
  );
});

describe('governors in several processes', () => {
  it.each([
    { processes: 1, share: 1 },
    { processes: 4, share: 1 },
    { processes: 4, share: 0.25 },
  ])(
    'spend 20,000 calls at a tenth of the limit: $processes, each told a share of $share',
    async ({ processes, share }) => {
      const clock = virtualClock(START);
      const api = createRateLimitedApi({ clock, limit: LIMIT, latencyMs: latencies(7, 10, 60) });

      const made = await clock.run(
        spendRateLimit({ clock, api, calls: 20_000, processes, callers: 5_000, share }),
      );

      const percent = (100 * used(api.windows(), LIMIT)).toFixed(1);
      console.log(
        `20,000 calls, ${processes} processes told ${share}: at least ${percent} % of each full window, ${api.refusedAt.length} × 429`,
      );
      expect(made).toBe(20_000);
      expect(used(api.windows(), LIMIT)).toBeGreaterThanOrEqual(0.95);
      expect(api.refusedAt).toEqual([]);
    },
  );

  it('always use at least 95 % of a full window, and see no 429 after the first full window', async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.integer({ min: 2, max: 8 }), async (given, most) => {
        // More of them than that would have more under way than the reserve, 4 % of a window, is for.
        const processes = Math.min(most, 1 + Math.floor(given.limit / 50));
        const clock = virtualClock(START + given.offset);
        const api = createRateLimitedApi({
          clock,
          limit: given.limit,
          latencyMs: latencies(given.seed, ...given.latency),
        });
        // Each process has work throughout the windows that are looked at: where one runs out of it before the
        // others, its share is left over, and no governor could know.
        const callers = 100;
        const calls = given.limit * 6 + callers * processes;

        expect(await clock.run(spendRateLimit({ clock, api, calls, processes, callers }))).toBe(calls);
        expect(Math.min(...api.windows().slice(2, 5)) / given.limit).toBeGreaterThanOrEqual(0.95);
        expect(api.refusedAt.filter((atMs) => atMs > START + 20_000)).toEqual([]);
      }),
      { numRuns: runs(40) },
    );
  });

  it('lose no call where one in ten is turned away for no reason', async () => {
    const clock = virtualClock(START);
    const random = latencies(3, 0, 1);
    const api = createRateLimitedApi({
      clock,
      limit: LIMIT,
      latencyMs: latencies(7, 10, 60),
      force: () => {
        const value = random();
        return value < 0.01 ? '429 without headers' : value < 0.1 ? '429' : 'none';
      },
    });

    const made = await clock.run(spendRateLimit({ clock, api, calls: 2_000, processes: 4, callers: 50 }));

    expect(made).toBe(2_000);
    expect(api.refusedAt.length).toBeGreaterThan(100);
  });
});

describe('waiting for the rate limit', () => {
  const entry = { operation: 'listTags', maxWaitMs: 2_000 };
  const reading = (remaining: number, resetInMs = 8_000) => ({
    limit: 10,
    remaining,
    resetAtMs: START + resetInMs,
  });

  async function usedUp() {
    const clock = virtualClock(START);
    const governor = createGovernor({ clock });
    (await governor.enter(entry)).leave(200, reading(0));
    return { clock, governor };
  }

  it('is refused at once where the window ends later than the caller may wait', async () => {
    const { clock, governor } = await usedUp();

    await expect(governor.enter(entry)).rejects.toMatchObject({
      name: 'IntercomRateLimitError',
      operation: 'listTags',
      resetAt: new Date(START + 8_000),
    });
    expect(clock.now()).toBe(START);
  });

  it('is known beforehand, where nothing is sent', async () => {
    const { clock, governor } = await usedUp();
    expect(() => governor.check(entry)).toThrow(
      expect.objectContaining({ name: 'IntercomRateLimitError', resetAt: new Date(START + 8_000) }),
    );
    expect(() => governor.check({ ...entry, maxWaitMs: 8_000 })).not.toThrow();
    await clock.run(clock.sleep(6_000));
    expect(() => governor.check(entry)).not.toThrow();
  });

  it('goes on when the window ends for those who may wait', async () => {
    const { clock, governor } = await usedUp();

    await clock.run(governor.enter({ ...entry, maxWaitMs: 8_000 }));

    expect(clock.now()).toBe(START + 8_000);
  });

  it('turns away those who waited when the last call of the window has gone', async () => {
    const clock = virtualClock(START);
    const governor = createGovernor({ clock });
    const first = await governor.enter(entry);
    first.leave(200, reading(1));
    const last = await governor.enter(entry);
    const patient = governor.enter({ ...entry, maxWaitMs: 60_000 });
    const impatient = governor.enter(entry);

    last.leave(200, reading(0));

    await expect(impatient).rejects.toMatchObject({ resetAt: new Date(START + 8_000) });
    await expect(clock.run(patient)).resolves.toBeDefined();
  });

  it('is refused once its time is over where the calls ahead do not end', async () => {
    const clock = virtualClock(START);
    const governor = createGovernor({ clock });
    const hanging = await Promise.all([governor.enter(entry), governor.enter(entry), governor.enter(entry)]);

    await expect(clock.run(governor.enter(entry))).rejects.toMatchObject({ name: 'IntercomRateLimitError' });
    expect(clock.now()).toBe(START + 2_000);
    expect(hanging).toHaveLength(3);
  });

  it('ends with the reason of the signal that aborts it', async () => {
    const { clock, governor } = await usedUp();
    const controller = new AbortController();
    const call = governor.enter({ ...entry, maxWaitMs: 60_000, signal: controller.signal });

    controller.abort(new Error('the function is about to end'));

    await expect(call).rejects.toThrow('the function is about to end');
    await expect(governor.enter({ ...entry, signal: controller.signal })).rejects.toThrow('about to end');
    await expect(clock.run(governor.enter({ ...entry, maxWaitMs: 60_000 }))).resolves.toBeDefined();
  });

  it('does not govern a server that sends no headers', async () => {
    const clock = virtualClock(START);
    const governor = createGovernor({ clock });
    (await governor.enter(entry)).leave(200);

    const passes = await Promise.all(Array.from({ length: 500 }, () => governor.enter(entry)));

    expect(passes).toHaveLength(500);
  });

  it('waits a whole window after a 429 without headers', async () => {
    const clock = virtualClock(START);
    const governor = createGovernor({ clock });
    (await governor.enter(entry)).leave(429);

    await expect(governor.enter(entry)).rejects.toMatchObject({ resetAt: new Date(START + 10_000) });
    await clock.run(governor.enter({ ...entry, maxWaitMs: 60_000 }));
    expect(clock.now()).toBe(START + 10_000);
  });

  it('counts a call that got no answer as spent', async () => {
    const clock = virtualClock(START);
    const governor = createGovernor({ clock });
    (await governor.enter(entry)).leave(200, reading(1));
    const lost = await governor.enter(entry);
    lost.leave();
    lost.leave(200, reading(9));

    await expect(governor.enter(entry)).rejects.toMatchObject({ name: 'IntercomRateLimitError' });
  });
});
