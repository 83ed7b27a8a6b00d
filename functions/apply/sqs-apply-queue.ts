import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ApplyQueue } from './apply-deps.ts';

export function createSqsApplyQueue(
  client: SQSClient,
  urls: { queueUrl: string; deadLetterQueueUrl: string },
): ApplyQueue {
  return {
    async changeVisibility(receiptHandle, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: urls.queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
    async sendToDeadLetter({ groupId, deduplicationId, body, attributes = {} }) {
      const entries = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value },
      ]);
      await client.send(
        new SendMessageCommand({
          QueueUrl: urls.deadLetterQueueUrl,
          MessageGroupId: groupId,
          MessageDeduplicationId: deduplicationId,
          MessageBody: body,
          MessageAttributes: Object.fromEntries(entries),
        }),
      );
    },
  };
}
