import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../functions/platform/metrics.ts';

function gathered() {
  const lines: string[] = [];
  const metrics = createMetrics({
    service: 'apply',
    environment: 'dev',
    write: (line) => lines.push(line),
    now: () => 1_768_019_869_000,
  });
  return { metrics, blobs: () => lines.map((line): unknown => JSON.parse(line)) };
}

describe('createMetrics', () => {
  it('writes one blob an invocation, whose only dimension is the environment', () => {
    const { metrics, blobs } = gathered();
    metrics.count('Matched');
    metrics.count('Matched');
    metrics.count('Changes', 3);
    metrics.milliseconds('ApplyTime', 12);
    metrics.milliseconds('ApplyTime', 30);
    metrics.publish();

    expect(blobs()).toEqual([
      {
        _aws: {
          Timestamp: 1_768_019_869_000,
          CloudWatchMetrics: [
            {
              Namespace: 'Tagwright',
              Dimensions: [['environment']],
              Metrics: [
                { Name: 'Matched', Unit: 'Count' },
                { Name: 'Changes', Unit: 'Count' },
                { Name: 'ApplyTime', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        environment: 'dev',
        service: 'apply',
        Matched: 2,
        Changes: 3,
        ApplyTime: [12, 30],
      },
    ]);
  });

  it('lends what was gathered to a log line, and writes it no more', () => {
    const { metrics, blobs } = gathered();
    expect(metrics.take()).toEqual({});
    metrics.count('Matched');
    expect(metrics.take()).toEqual({
      _aws: {
        Timestamp: 1_768_019_869_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Tagwright',
            Dimensions: [['environment']],
            Metrics: [{ Name: 'Matched', Unit: 'Count' }],
          },
        ],
      },
      environment: 'dev',
      Matched: 1,
    });
    metrics.publish();
    expect(blobs()).toEqual([]);
  });

  it('writes nothing where nothing happened, and begins anew after each blob', () => {
    const { metrics, blobs } = gathered();
    metrics.publish();
    metrics.count('Failures');
    metrics.publish();
    metrics.publish();
    expect(blobs()).toMatchObject([{ Failures: 1 }]);
  });

  it('writes a blob for each hundred durations, the most that CloudWatch takes', () => {
    const { metrics, blobs } = gathered();
    for (let ms = 1; ms <= 101; ms++) metrics.milliseconds('ApplyTime', ms);
    metrics.publish();
    const [first, second] = blobs();
    expect(first).toMatchObject({ ApplyTime: Array.from({ length: 100 }, (_, index) => index + 1) });
    expect(second).toMatchObject({ ApplyTime: [101] });
  });
});
