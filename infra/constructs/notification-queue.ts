import { Duration, Validations } from 'aws-cdk-lib';
import { ComparisonOperator, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addOperatorAlarm } from './operator-alarm.ts';

export interface NotificationQueueProps {
  /** Begins the names of the queues and the alarms. */
  prefix: string;
  alarmTopic: ITopic;
}

/**
 * The FIFO queue from receive to apply (one message group a subject), what it could not apply, and
 * the alarms of both.
 */
export class NotificationQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { prefix, alarmTopic }: NotificationQueueProps) {
    super(scope, id);
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      ...FIFO,
      queueName: `${prefix}-dead-letters.fifo`,
    });
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless::Serverless-SQSRedrivePolicy',
      reason: 'It is the dead-letter queue.',
    });
    this.queue = new Queue(this, 'Notifications', {
      ...FIFO,
      queueName: `${prefix}-notifications.fifo`,
      // Six times apply's timeout, as AWS asks for event sources of Lambda.
      visibilityTimeout: Duration.seconds(180),
      // A crash net only: apply counts genuine failures itself and dead-letters at five.
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 100 },
    });
    addQueueAlarms(this, prefix, alarmTopic);
  }
}

const FIFO = {
  fifo: true,
  // High throughput; SQS takes the two only together.
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(14),
} as const satisfies QueueProps;

function addQueueAlarms(scope: NotificationQueue, prefix: string, topic: ITopic): void {
  addOperatorAlarm(scope, 'DeadLettersAlarm', {
    name: `${prefix}-dead-letters`,
    topic,
    metric: scope.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: Stats.MAXIMUM,
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    impact: 'these notifications were not applied: tags that the rules ask for are missing.',
    firstLook: 'the records with the outcome "failed", which hold the error; mend its cause, then redrive.',
  });
  addOperatorAlarm(scope, 'OldestMessageAlarm', {
    name: `${prefix}-oldest-message`,
    topic,
    metric: scope.queue.metricApproximateAgeOfOldestMessage({
      period: Duration.minutes(1),
      statistic: Stats.MAXIMUM,
    }),
    threshold: 600,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 5,
    impact: 'tags appear more than ten minutes late.',
    firstLook: "apply's log for errors and throttling by Intercom, then whether the line is paused.",
  });
}
