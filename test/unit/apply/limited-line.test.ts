import { describe, expect, it } from 'vitest';
import { runLimitedLine } from '../../support/limited-line.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = Date.UTC(2026, 10, 23, 12);

/** Numbers in [0, 1) that repeat: a linear congruential generator. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a backlog at the rate limit', () => {
  it('uses at least 95 % of each window, and writes little about those who wait', async () => {
    const limit = 1_667;
    const messages = limit * 3 + 300;
    const line = await runLimitedLine({
      clock: virtualClock(START),
      messages,
      limit,
      random: randomOf(7),
    });

    const { windows, writesEach, receivesEach } = line;
    console.log(
      `${messages} hits at ${limit} calls in 10 s: ${windows.join(', ')} calls a window, ` +
        `${writesEach.toFixed(1)} writes of records and ${receivesEach.toFixed(1)} receives a hit`,
    );
    expect(line.outcomes).toEqual({ tagged: messages });
    expect(line.deadLettered).toBe(0);
    expect(line.refused).toBe(0);
    expect(Math.min(...windows.slice(0, 3)) / limit).toBeGreaterThanOrEqual(0.95);
    // Claim, list of the rule, text, end: four each, and a fifth for those whose wait was not known before the claim.
    expect(writesEach).toBeLessThan(6);
  });

  it('outlives hours in which every call is answered 429', async () => {
    const clock = virtualClock(START);
    const line = await runLimitedLine({
      clock,
      messages: 60,
      limit: 166,
      random: randomOf(3),
      stormUntil: START + 6 * 3_600_000,
    });

    expect(line.outcomes).toEqual({ tagged: 60 });
    expect(line.deadLettered).toBe(0);
    expect(line.mostReceives).toBeLessThan(95);
  });
});
