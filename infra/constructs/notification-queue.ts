import { Duration, Validations } from 'aws-cdk-lib';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmContext } from './alarms/operator-alarm.ts';
import { addQueueAlarms } from './alarms/queue-alarms.ts';

export interface NotificationQueueProps {
  /** Begins the names of the queues. */
  prefix: string;
  alarms: AlarmContext;
}

/**
 * The FIFO queue from receive to apply (one message group a subject), what it could not apply, and
 * the alarms of both.
 */
export class NotificationQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { prefix, alarms }: NotificationQueueProps) {
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
    addQueueAlarms(this, alarms, this);
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
