import type { Template } from 'aws-cdk-lib/assertions';
import type { Line } from './price-notifications.ts';
import type { Prices } from './prices.ts';

const HOURS = 730;
/** A function's event source keeps five pollers on its queue, each of which waits 20 s for a message. */
const POLLS = 5 * 3 * 60 * HOURS;
/** What sync writes when nothing happens. */
const SYNC_METRICS = 2;

/** What an environment costs in a month in which nothing comes in, by its template. */
export function priceIdle(template: Template, prices: Prices): Line[] {
  const count = (type: string) => Object.keys(template.findResources(type)).length;
  const alarmMetrics = Object.values(template.findResources('AWS::CloudWatch::Alarm')).reduce(
    (sum, alarm) => {
      const metrics: unknown = alarm['Properties']['Metrics'];
      return (
        sum + (Array.isArray(metrics) ? metrics.filter((each) => 'MetricStat' in Object(each)).length : 1)
      );
    },
    0,
  );
  const { secret, alarm_metric, dashboard, custom_metric } = prices.per_month;
  const line = (part: string, price: number, amount: number, free: number, of: string): Line => ({
    part,
    usd: price * amount,
    free: price * Math.min(free, amount),
    of,
  });
  const secrets = count('AWS::SecretsManager::Secret');
  return [
    line('Secrets', secret, secrets, 0, `${secrets}`),
    line('Alarms', alarm_metric, alarmMetrics, 10, `${alarmMetrics} metrics`),
    line('Dashboard', dashboard, count('AWS::CloudWatch::Dashboard'), 3, '1'),
    line('Metrics of sync', custom_metric, SYNC_METRICS, 10, `${SYNC_METRICS}`),
    line(
      'SQS: waiting for messages',
      prices.per_million.sqs_fifo_requests / 1e6,
      POLLS,
      1e6,
      `${POLLS} polls`,
    ),
  ];
}
