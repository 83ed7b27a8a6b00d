import { Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';

/** Counts and durations of one invocation, written as one blob (EMF) at its end. */
export interface Metrics {
  count(name: MetricName, value?: number): void;
  milliseconds(name: MetricName, value: number): void;
  /** Writes what was gathered. Called once, at the end of an invocation. */
  publish(): void;
}

/** Every metric has these names only, without a dimension of its own: each series costs money. */
export type MetricName =
  | 'Accepted'
  | 'Refused'
  | 'ForeignApp'
  | 'TooLarge'
  | 'SendFailed'
  | 'Uninstalled'
  | 'Recorded'
  | 'Matched'
  | 'Changes'
  | 'Duplicates'
  | 'Postponed'
  | 'Failures'
  | 'DeadLettered'
  | 'Paused'
  | 'ApplyTime';

/** Powertools metrics in the namespace `Tagwright`. */
export function createMetrics(service: string): Metrics {
  const metrics = new PowertoolsMetrics({ namespace: 'Tagwright', serviceName: service });
  return {
    count: (name, value = 1) => void metrics.addMetric(name, 'Count', value),
    milliseconds: (name, value) => void metrics.addMetric(name, 'Milliseconds', value),
    publish: () => metrics.publishStoredMetrics(),
  };
}
