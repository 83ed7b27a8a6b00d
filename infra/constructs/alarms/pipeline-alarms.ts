import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type AlarmContext, addOperatorAlarm } from './operator-alarm.ts';
import { serviceMetric } from './service-metric.ts';

/** What keeps apply from applying. */
export function addPipelineAlarms(scope: Construct, context: AlarmContext, apply: IFunction): void {
  const minute = Duration.minutes(1);
  addOperatorAlarm(scope, context, {
    name: 'line-stopped',
    metric: serviceMetric(context.environment, 'Paused', minute),
    above: 0,
    evaluationPeriods: 2,
    impact: 'nothing is tagged until it is mended; all that comes in waits, for up to 14 days.',
    firstLook: "apply's log for the reason: token_refused, admin_gone, misconfigured or uninstalled.",
  });
  addOperatorAlarm(scope, context, {
    name: 'apply-errors',
    metric: apply.metricErrors({ period: minute }),
    above: 0,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    impact: 'tags come late, and a notification that ends its worker five times is given up.',
    firstLook: "apply's log: does it run out of time or memory, or end at its start (a setting, a secret)?",
  });
  addOperatorAlarm(scope, context, {
    name: 'rate-limit',
    metric: serviceMetric(context.environment, 'RateLimited', minute),
    above: 0,
    evaluationPeriods: 10,
    datapointsToAlarm: 5,
    impact: "tags come late: Intercom's limit of calls is used up, by us or by another app of the workspace.",
    firstLook:
      'the dashboard: do changes rise with it (a backfill, a rule that matches too much) or not (another app)?',
  });
}
