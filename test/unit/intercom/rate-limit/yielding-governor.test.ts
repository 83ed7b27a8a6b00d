import { describe, expect, it } from 'vitest';
import { IntercomRateLimitError } from '../../../../functions/intercom/errors/intercom-rate-limit-error.ts';
import { createGovernor } from '../../../../functions/intercom/rate-limit/governor.ts';
import { createYieldingGovernor } from '../../../../functions/intercom/rate-limit/yielding-governor.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const limit = 100;

function yielding(deadlineMs = 60_000) {
  const clock = virtualClock();
  const start = clock.now();
  const governor = createYieldingGovernor({
    governor: createGovernor({ clock }),
    clock,
    leave: 0.4,
    deadline: () => start + deadlineMs,
  });
  let remaining = limit;
  let endsAt = start + 10_000;
  const times: number[] = [];
  return {
    clock,
    times,
    /** A call that takes one of the window, beside which others take some. */
    call: async (others = 0) => {
      const pass = await governor.enter({ operation: 'searchConversations', maxWaitMs: 1 });
      const now = clock.now();
      if (now >= endsAt) [remaining, endsAt] = [limit, now + 10_000];
      remaining -= 1 + others;
      times.push(now - start);
      pass.leave(200, { limit, remaining, resetAtMs: endsAt });
    },
  };
}

describe('a governor that gives way', () => {
  it('leaves the others their part of a window, and goes on in the next', async () => {
    const { clock, call, times } = yielding();
    await clock.run(
      (async () => {
        for (let i = 0; i < 61; i++) await call();
      })(),
    );
    expect(times.slice(0, 60).every((ms) => ms === 0)).toBe(true);
    expect(times[60]).toBe(10_000);
  });

  it('stops the sooner, the more the others take', async () => {
    const { clock, call, times } = yielding();
    await clock.run(
      (async () => {
        for (let i = 0; i < 11; i++) await call(5);
      })(),
    );
    expect(times.at(-1)).toBe(10_000);
  });

  it('does not wait for a window that begins after its time', async () => {
    const { clock, call } = yielding(5_000);
    const work = (async () => {
      for (let i = 0; i < 61; i++) await call();
    })();
    await expect(clock.run(work)).rejects.toThrow(IntercomRateLimitError);
  });
});
