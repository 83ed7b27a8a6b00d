import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type AlarmContext, addOperatorAlarm } from './operator-alarm.ts';
import { serviceMetric } from './service-metric.ts';

/** What Intercom sees of us: it punishes slow and wrong answers by holding a workspace's webhooks back. */
export function addWebhookAlarms(scope: Construct, context: AlarmContext, api: HttpApi): void {
  const minute = Duration.minutes(1);
  const fiveMinutes = Duration.minutes(5);
  addOperatorAlarm(scope, context, {
    name: 'webhook-errors',
    metric: api.metricServerError({ period: minute, statistic: Stats.SUM }),
    above: 0,
    // Intercom sends a refused notification once more, a minute later: one bad minute loses nothing.
    evaluationPeriods: 5,
    datapointsToAlarm: 2,
    impact: 'notifications are lost: what is refused twice, Intercom does not send again.',
    firstLook: "receive's log; then whether the webhook secret has a value and SQS is well.",
  });
  addOperatorAlarm(scope, context, {
    name: 'webhook-slow',
    metric: new MathExpression({
      label: 'p99 of the answers, where there are at least 100',
      // A single cold start is a slow p99 of few requests, and no trouble.
      expression: 'IF(requests >= 100, p99, 0)',
      period: minute,
      usingMetrics: {
        requests: api.metricCount({ period: minute, statistic: Stats.SUM }),
        p99: api.metricLatency({ period: minute, statistic: Stats.percentile(99) }),
      },
    }),
    above: 500,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    impact: 'tags come late: Intercom sends to who answers slower than 500 ms with lower priority.',
    firstLook: "the dashboard: is receive's own duration long (SQS, memory), or are there many cold starts?",
  });
  addOperatorAlarm(scope, context, {
    name: 'webhook-rejections',
    metric: new MathExpression({
      label: '4xx that are not our own 401',
      expression: 'FILL(rejected, 0) - FILL(refused, 0)',
      period: fiveMinutes,
      usingMetrics: {
        rejected: api.metricClientError({ period: fiveMinutes, statistic: Stats.SUM }),
        refused: serviceMetric(context.environment, 'Refused', fiveMinutes),
      },
    }),
    above: 10,
    evaluationPeriods: 1,
    impact:
      'notifications are turned away before their signature is looked at; Intercom counts it against us.',
    firstLook:
      'the access log by status: 429 is a throttle of the account, 413 too large, 404 a wrong address.',
  });
  addOperatorAlarm(scope, context, {
    name: 'bad-signatures',
    metric: serviceMetric(context.environment, 'Refused', fiveMinutes),
    above: 20,
    evaluationPeriods: 1,
    impact:
      "nothing of what is refused is tagged: Intercom's own notifications if the client secret is another.",
    firstLook:
      'the access log by user agent and address: Intercom itself, another system, or a stranger who probes?',
  });
}
