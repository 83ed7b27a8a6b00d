import { describe, expect, it } from 'vitest';
import { isClean } from '../../chaos/judge.ts';
import type { Part } from '../../chaos/messages.ts';
import { runChaos } from '../../chaos/run-chaos.ts';

describe('under chaos', () => {
  it.each([1, 2])('nothing is lost, wrong or doubled (seed %i)', { timeout: 600_000 }, async (seed) => {
    const { explanations, dlq, poisoned } = await runChaos({ notifications: 1_000, seed });
    expect(explanations).toEqual([]);
    expect(dlq).toBe(poisoned);
  });
});

describe('the harness notices that there is', () => {
  it.each<[Part, number]>([
    ['claim', 240],
    ['ledger', 240],
    // Whoever died with a claim keeps it, so that the queue would never be empty.
    ['lease', 15],
  ])('no %s', { timeout: 600_000 }, async (without, patience) => {
    expect(isClean(await runChaos({ notifications: 300, seed: 3, without, patience }))).toBe(false);
  });
});
