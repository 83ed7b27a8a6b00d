import { type CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import {
  METRIC_DIMENSION,
  METRIC_NAMESPACE,
  type MetricName,
} from '../../../functions/platform/metric-names.ts';

/** How much an environment's metrics come to between two moments (Unix ms), to five minutes. */
export async function readMetricSums(
  client: CloudWatchClient,
  environment: string,
  names: readonly MetricName[],
  range: { from: number; to: number },
): Promise<Record<string, number>> {
  const sums: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const pages = paginateGetMetricData(
    { client },
    {
      StartTime: new Date(range.from),
      EndTime: new Date(range.to),
      MetricDataQueries: names.map((name, i) => ({
        Id: `m${i}`,
        Label: name,
        MetricStat: {
          Metric: {
            Namespace: METRIC_NAMESPACE,
            MetricName: name,
            Dimensions: [{ Name: METRIC_DIMENSION, Value: environment }],
          },
          Period: periodOf(range),
          Stat: 'Sum',
        },
      })),
    },
  );
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Label = '', Values = [] } of MetricDataResults) {
      sums[Label] = (sums[Label] ?? 0) + Values.reduce((sum, value) => sum + value, 0);
    }
  }
  return sums;
}

/** Seconds. CloudWatch keeps minutes for 15 days, five minutes for 63 and hours for 455. */
function periodOf({ from, to }: { from: number; to: number }): number {
  return to - from > 2 * 86_400_000 ? 3_600 : 300;
}
