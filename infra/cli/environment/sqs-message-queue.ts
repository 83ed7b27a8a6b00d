import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { sendToQueue } from '../../../functions/platform/send-to-queue.ts';
import type { HeldMessage, MessageQueue } from './message-queue.ts';

export function createSqsMessageQueue(client: SQSClient, url: string): MessageQueue {
  return {
    async receive(seconds) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: seconds,
          // A short poll asks some of the servers only, and may find nothing where there is something.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages.map(heldMessage);
    },

    async release({ receiptHandle }) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }),
      );
    },

    async delete({ receiptHandle }) {
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receiptHandle }));
    },

    send: (message) => sendToQueue(client, url, message),

    async attributes() {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      const read = counts.parse(Attributes);
      return {
        visible: read.ApproximateNumberOfMessages,
        inFlight: read.ApproximateNumberOfMessagesNotVisible,
      };
    },
  };
}

const counts = z.object({
  ApproximateNumberOfMessages: z.coerce.number(),
  ApproximateNumberOfMessagesNotVisible: z.coerce.number(),
});

const received = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  Attributes: z.object({
    MessageGroupId: z.string(),
    MessageDeduplicationId: z.string(),
    ApproximateReceiveCount: z.coerce.number(),
    SentTimestamp: z.coerce.number(),
  }),
  MessageAttributes: z.record(z.string(), z.object({ StringValue: z.string().default('') })).default({}),
});

function heldMessage(message: Message): HeldMessage {
  const { Attributes, MessageAttributes, ...read } = received.parse(message);
  return {
    messageId: read.MessageId,
    receiptHandle: read.ReceiptHandle,
    body: read.Body,
    groupId: Attributes.MessageGroupId,
    deduplicationId: Attributes.MessageDeduplicationId,
    receiveCount: Attributes.ApproximateReceiveCount,
    sentAt: Attributes.SentTimestamp,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    ),
  };
}
