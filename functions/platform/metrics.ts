import { METRIC_DIMENSION, METRIC_NAMESPACE, type MetricName } from './metric-names.ts';

/** Counts and durations of one invocation, written as one blob (EMF) at its end or with its last log line. */
export interface Metrics {
  count(name: MetricName, value?: number): void;
  milliseconds(name: MetricName, value: number): void;
  /** What was gathered, as fields of a log line, which costs less than a line of its own; none where nothing was. */
  take(): MetricFields;
  /** Writes what was gathered and not taken, if anything was. Called once, at the end of an invocation. */
  publish(): void;
}

/** Of CloudWatch's embedded metric format; empty where nothing was gathered. */
export type MetricFields = Record<string, string | number | number[] | object>;

export interface MetricsOptions {
  /** The function. A field of the blob for who searches the log, and no dimension. */
  service: string;
  /** The name of the environment, by which CloudWatch tells one stack's metrics from another's. */
  environment: string;
  write?: (line: string) => void;
  /** Unix milliseconds. */
  now?: () => number;
}

/** CloudWatch takes at most so many values of one metric in a blob. */
const maxValues = 100;

/**
 * Metrics in CloudWatch's embedded metric format: a line of JSON in the function's log.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics({
  service,
  environment,
  // Not `console.log`: Lambda puts a time and a request id before its lines, and they would be no JSON.
  write = (line) => void process.stdout.write(line),
  now = Date.now,
}: MetricsOptions): Metrics {
  let counts: Partial<Record<MetricName, number>> = {};
  let times: Partial<Record<MetricName, number[]>> = {};

  function take(): MetricFields {
    const values = { ...counts, ...times };
    const metrics = [...unitsOf(counts, 'Count'), ...unitsOf(times, 'Milliseconds')];
    counts = {};
    times = {};
    if (metrics.length === 0) return {};

    const directive = { Namespace: METRIC_NAMESPACE, Dimensions: [[METRIC_DIMENSION]], Metrics: metrics };
    const _aws = { Timestamp: now(), CloudWatchMetrics: [directive] };
    return { _aws, [METRIC_DIMENSION]: environment, ...values };
  }

  function publish(): void {
    const fields = take();
    if (Object.keys(fields).length > 0) write(`${JSON.stringify({ service, ...fields })}\n`);
  }

  return {
    take,
    publish,
    count(name, value = 1) {
      counts[name] = (counts[name] ?? 0) + value;
    },
    milliseconds(name, value) {
      const held = times[name] ?? [];
      times[name] = held;
      if (held.push(value) === maxValues) publish();
    },
  };
}

function unitsOf(values: object, unit: 'Count' | 'Milliseconds'): { Name: string; Unit: string }[] {
  return Object.keys(values).map((name) => ({ Name: name, Unit: unit }));
}
