import type { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  METRIC_DIMENSION,
  METRIC_NAMESPACE,
  type MetricName,
} from '../../../functions/platform/metric-names.ts';

/** A metric that the functions of an environment write, summed over each period unless `statistic` says otherwise. */
export function serviceMetric(
  environment: string,
  metricName: MetricName,
  period: Duration,
  statistic: string = Stats.SUM,
): Metric {
  const dimensionsMap = { [METRIC_DIMENSION]: environment };
  return new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap, period, statistic });
}
