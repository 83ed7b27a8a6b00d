import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AlarmContext, addOperatorAlarm } from './operator-alarm.ts';
import { serviceMetric } from './service-metric.ts';

/** That sync runs at all, and what its catch-up says about the webhooks. */
export function addSyncAlarms(scope: Construct, context: AlarmContext, everyMinutes: number): void {
  const period = Duration.minutes(everyMinutes);
  addOperatorAlarm(scope, context, {
    name: 'sync-late',
    metric: serviceMetric(context.environment, 'Synced', period),
    below: 1,
    // One run may begin late: a period without one is no alarm yet.
    evaluationPeriods: 3,
    impact:
      'scheduled rules do not run, renamed tags are not noticed, and what webhooks missed stays missed.',
    firstLook: "sync's log, whether its schedule is enabled, and the schedule's dead letters.",
  });
  addOperatorAlarm(scope, context, {
    name: 'sync-failing',
    metric: serviceMetric(context.environment, 'SyncFailures', period),
    above: 0,
    evaluationPeriods: 3,
    impact:
      'what the failing step does is not done: scheduled rules, tag names, missed webhooks or counters.',
    firstLook: "sync's log, which names the step and its error.",
  });
  addOperatorAlarm(scope, context, {
    name: 'unreported-updates',
    metric: serviceMetric(context.environment, 'WebhooksBroken', period, Stats.MAXIMUM),
    above: 0,
    // Two runs in a row have found it by then.
    evaluationPeriods: 1,
    impact: 'webhooks do not arrive: tags come with the next sync, minutes late, instead of at once.',
    firstLook:
      "the webhook's state in Intercom's Developer Hub (paused, topics, address), then `ops doctor`.",
  });
}

/** What the schedule could not deliver to the function. */
export function addScheduleAlarm(scope: Construct, context: AlarmContext, deadLetters: IQueue): void {
  addOperatorAlarm(scope, context, {
    name: 'sync-undelivered',
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: Stats.MAXIMUM,
    }),
    above: 0,
    evaluationPeriods: 1,
    impact: 'a run of sync was not begun: what webhooks missed and what is scheduled comes a tick later.',
    firstLook: "the message in the schedule's dead letters, whose attributes name the error.",
  });
}
