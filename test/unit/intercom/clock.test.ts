import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../functions/intercom/clock.ts';

describe("the machine's clock", () => {
  it('tells the time and sleeps', async () => {
    const before = systemClock.now();

    await expect(systemClock.sleep(1)).resolves.toBeUndefined();

    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });

  it.each([
    [
      'while it sleeps',
      (controller: AbortController) => setImmediate(() => controller.abort(new Error('enough'))),
    ],
    ['before it sleeps', (controller: AbortController) => controller.abort(new Error('enough'))],
  ])('wakes with the reason of a signal that aborts %s', async (_, abort) => {
    const controller = new AbortController();
    abort(controller);

    await expect(systemClock.sleep(60_000, controller.signal)).rejects.toThrow('enough');
  });
});
