import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage } from '../platform/queue.ts';
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
    send: (message) => send(client, urls.queueUrl, message),
    sendToDeadLetter: (message) => send(client, urls.deadLetterQueueUrl, message),
  };
}

async function send(
  client: SQSClient,
  queueUrl: string,
  { groupId, deduplicationId, body, attributes = {} }: QueueMessage,
): Promise<void> {
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    { DataType: 'String', StringValue: value },
  ]);
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
      MessageBody: body,
      MessageAttributes: Object.fromEntries(entries),
    }),
  );
}
