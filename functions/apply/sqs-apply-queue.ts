import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { sendToQueue } from '../platform/send-to-queue.ts';
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
    send: (message) => sendToQueue(client, urls.queueUrl, message),
    sendToDeadLetter: (message) => sendToQueue(client, urls.deadLetterQueueUrl, message),
  };
}
