import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistogram } from '../../../../../infra/cli/ops/stats/histogram.ts';

describe('createHistogram', () => {
  it('is never further from the exact percentile than 1.1 %, or half a millisecond', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99, 1),
        (values, p) => {
          const histogram = createHistogram();
          for (const value of values) histogram.add(value);
          const exact = values.toSorted((a, b) => a - b)[Math.ceil(values.length * p) - 1] ?? 0;
          const difference = Math.abs((histogram.percentile(p) ?? Number.NaN) - exact);
          expect(difference).toBeLessThanOrEqual(exact * 0.011 + 0.5);
        },
      ),
    );
  });

  it('knows nothing of no durations', () => {
    expect(createHistogram().percentile(0.5)).toBeNull();
  });
});
