import { describe, expect, it } from 'vitest';
import { plotLines } from '../../../../../infra/cli/ops/stats/plot.ts';

describe('plotLines', () => {
  it('draws each value as tall as its share of the largest', () => {
    expect(plotLines([0, 1, 2, 3, 4], 2)).toEqual(['   ▄█', ' ▄███']);
  });

  it('shows a little as something, and nothing as nothing', () => {
    expect(plotLines([0, 1, 1000], 1)).toEqual([' ▁█']);
    expect(plotLines([0, 0], 1)).toEqual(['  ']);
  });
});
