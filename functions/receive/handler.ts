import { handle } from 'hono/aws-lambda';
import { kept } from '../platform/kept.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createCallAws, readSecret } from './call-aws.ts';
import { createClientSecrets } from './client-secrets.ts';
import { createReceiveApp } from './create-receive-app.ts';
import { readReceiveSettings } from './receive-settings.ts';
import { createSqsSender } from './sqs-sender.ts';

const { environment, appId, queueUrl, webhookSecretArn } = readReceiveSettings(process.env);
const call = createCallAws(process.env);
const metrics = createMetrics({ service: 'receive', environment });
const parts = { appId, send: createSqsSender(call, { queueUrl }), log: createLog('receive'), metrics };
const readWebhookSecret = () => readSecret(call, webhookSecretArn);
const app = createReceiveApp({
  ...parts,
  clientSecrets: createClientSecrets(readWebhookSecret, Date.now),
  triggers: kept(async () => {
    const { createTriggerReceiver } = await import('./triggers/receive-trigger.ts');
    return createTriggerReceiver({ ...parts, readSecret: readWebhookSecret, now: Date.now });
  }).current,
});
const respond = handle(app);
parts.log.info('started', { init_ms: Math.round(performance.now()) });

export const handler = (...[event, context]: Parameters<typeof respond>) =>
  respond(event, context).finally(() => metrics.publish());
