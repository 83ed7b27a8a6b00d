import type { Metrics } from '../../../functions/platform/metrics.ts';

/** On a laptop nobody collects metrics. */
export const noMetrics: Metrics = {
  count: () => undefined,
  milliseconds: () => undefined,
  take: () => ({}),
  publish: () => undefined,
};
