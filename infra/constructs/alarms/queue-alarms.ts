import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AlarmContext, addOperatorAlarm } from './operator-alarm.ts';

/** What waits too long, and what apply gave up. */
export function addQueueAlarms(
  scope: Construct,
  context: AlarmContext,
  { queue, deadLetterQueue }: { queue: IQueue; deadLetterQueue: IQueue },
): void {
  const maximum = { period: Duration.minutes(1), statistic: Stats.MAXIMUM };
  addOperatorAlarm(scope, context, {
    name: 'dead-letters',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(maximum),
    above: 0,
    evaluationPeriods: 1,
    impact: 'these notifications were not applied: tags that the rules ask for are missing.',
    firstLook: 'the records with the outcome "failed", which hold the error; mend its cause, then redrive.',
  });
  addOperatorAlarm(scope, context, {
    name: 'oldest-message',
    metric: queue.metricApproximateAgeOfOldestMessage(maximum),
    above: 600,
    evaluationPeriods: 5,
    impact: 'tags appear more than ten minutes late.',
    firstLook: "apply's log for errors and throttling by Intercom, then whether the line is paused.",
  });
}
