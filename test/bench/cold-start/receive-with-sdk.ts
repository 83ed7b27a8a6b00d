import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { handle } from 'hono/aws-lambda';
import { createLog } from '../../../functions/platform/log.ts';
import { createMetrics } from '../../../functions/platform/metrics.ts';
import type { SendMessage } from '../../../functions/platform/queue.ts';
import { createClientSecrets } from '../../../functions/receive/client-secrets.ts';
import { createReceiveApp } from '../../../functions/receive/create-receive-app.ts';
import { readReceiveSettings } from '../../../functions/receive/receive-settings.ts';

/** receive as it would be with the SDK's clients, for comparison; all else is the same code. */
const { environment, appId, queueUrl, webhookSecretArn } = readReceiveSettings(process.env);
const sqs = new SQSClient({});
const secrets = new SecretsManagerClient({});

const readSecret = async (): Promise<string> => {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: webhookSecretArn }));
  return SecretString ?? '';
};

const send: SendMessage = async ({ groupId, deduplicationId, body }) => {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    }),
  );
};

const metrics = createMetrics({ service: 'receive', environment });
export const handler = handle(
  createReceiveApp({
    appId,
    clientSecrets: createClientSecrets(readSecret, Date.now),
    send,
    log: createLog('receive'),
    metrics,
  }),
);
