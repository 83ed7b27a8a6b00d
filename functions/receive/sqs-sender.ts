import type { QueueMessage, SendMessage } from '../platform/queue.ts';
import type { CallAws } from './call-aws.ts';
import { QueueSendError } from './queue-send-error.ts';

export interface SqsSenderOptions {
  queueUrl: string;
  /** One try's limit. Two tries and the rest of the work stay under the 3 s in which receive answers. */
  timeoutMs?: number;
  tries?: number;
}

/**
 * Sends to an SQS FIFO queue. A second try after an ambiguous failure is safe: the deduplication id makes
 * the two one message.
 */
export function createSqsSender(
  call: CallAws,
  { queueUrl, timeoutMs = 1_000, tries = 2 }: SqsSenderOptions,
): SendMessage {
  return async function sendToSqs(message) {
    let failure: unknown;
    for (let attempt = 1; attempt <= tries; attempt++) {
      try {
        await call(
          'sqs',
          'AmazonSQS.SendMessage',
          requestOf(queueUrl, message),
          AbortSignal.timeout(timeoutMs),
        );
        return;
      } catch (error) {
        failure = error;
      }
    }
    throw new QueueSendError('the queue did not take the message', { cause: failure });
  };
}

function requestOf(queueUrl: string, message: QueueMessage): Record<string, unknown> {
  const attributes = Object.entries(message.attributes ?? {}).map(([name, value]) => [
    name,
    { DataType: 'String', StringValue: value },
  ]);
  return {
    QueueUrl: queueUrl,
    MessageBody: message.body,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    ...(attributes.length > 0 ? { MessageAttributes: Object.fromEntries(attributes) } : {}),
  };
}
