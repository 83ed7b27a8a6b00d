import { describe, type Log, type LogFields } from '../../functions/platform/log.ts';
import type { MetricName } from '../../functions/platform/metric-names.ts';
import type { Metrics } from '../../functions/platform/metrics.ts';
import { watchLine } from './log-leaks.ts';

/** A log that keeps its lines, for a test to read. */
export function keptLog(): Log & { lines: { level: string; message: string; fields: LogFields }[] } {
  const lines: { level: string; message: string; fields: LogFields }[] = [];
  const keep =
    (level: string) =>
    (message: string, fields: LogFields = {}, error?: unknown) => {
      lines.push({ level, message, fields });
      watchLine({ message, ...fields, ...describe(error) });
    };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

/** Metrics that only count. */
export function keptMetrics(): Metrics & { counts: Partial<Record<MetricName, number>> } {
  const counts: Partial<Record<MetricName, number>> = {};
  return {
    counts,
    count(name, value = 1) {
      counts[name] = (counts[name] ?? 0) + value;
    },
    milliseconds() {},
    take: () => ({}),
    publish() {},
  };
}
