import { describe, expect, it } from 'vitest';
import { playOutage } from '../../support/outage/play-outage.ts';

describe('receive gone for hours', () => {
  it('leaves, after one sync, exactly the tags that there would have been', async () => {
    const report = await playOutage({ conversations: 40, seed: 7, gone: [3, 8] });
    const differ = report.tags.filter(
      (tags, n) => JSON.stringify(tags) !== JSON.stringify(report.expected[n]),
    );
    console.log(
      `notifications lost ${report.lost}, recovered ${report.recovered}; objects whose tags differ ${differ.length}`,
    );
    expect(report.lost).toBeGreaterThan(30);
    expect(report.recovered).toBe(report.lost);
    expect(report.tags).toEqual(report.expected);
  });
});
