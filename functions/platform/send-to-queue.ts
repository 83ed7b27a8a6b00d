import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage } from './queue.ts';

/** Sends a message to a FIFO queue, its attributes as strings. */
export async function sendToQueue(
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
