import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { atLeast, atMost } from '../../../../functions/sync/health/poisson.ts';
import { runs } from '../../../support/runs.ts';

// By tables.
it.each([
  [0, 1, 0.3679],
  [2, 3, 0.4232],
  [10, 10, 0.583],
  [0, 9.3, 0.0000914],
  [900, 1_000, 0.000723],
])('at most %d of a mean of %d: %d', (count, mean, probability) => {
  expect(atMost(count, mean)).toBeCloseTo(probability, 4);
});

it('is a probability, which grows with the count and shrinks with the mean', () => {
  const count = fc.integer({ min: 0, max: 3_000 });
  const mean = fc.double({ min: 0, max: 3_000, noNaN: true });
  fc.assert(
    fc.property(count, mean, (n, m) => {
      expect(atMost(n, m)).toBeGreaterThanOrEqual(0);
      expect(atMost(n, m)).toBeLessThanOrEqual(1);
      expect(atMost(n + 1, m)).toBeGreaterThanOrEqual(atMost(n, m));
      expect(atMost(n, m + 1)).toBeLessThanOrEqual(atMost(n, m) + 1e-9);
      expect(atLeast(n, m) + (n === 0 ? 0 : atMost(n - 1, m))).toBeCloseTo(1, 6);
    }),
    { numRuns: runs(200) },
  );
});
