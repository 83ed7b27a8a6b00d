import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** The least that a function built on the SDK does before its first message is on the queue. */
export async function handler() {
  await new SQSClient({}).send(
    new SendMessageCommand({
      QueueUrl: process.env['QUEUE_URL'],
      MessageBody: 'bare',
      MessageGroupId: 'group',
      MessageDeduplicationId: 'id',
    }),
  );
  return { statusCode: 200 };
}
