import * as z from 'zod/mini';
import { type Environment, readEnv } from '../platform/read-env.ts';
import { SETTINGS } from '../platform/settings.ts';

export interface ReceiveSettings {
  environment: string;
  appId: string;
  queueUrl: string;
  webhookSecretArn: string;
}

const schema = z.object({
  [SETTINGS.environment]: z.string(),
  [SETTINGS.intercomAppId]: z.string(),
  [SETTINGS.queueUrl]: z.url(),
  [SETTINGS.webhookSecretArn]: z.string(),
});

export function readReceiveSettings(env: Environment): ReceiveSettings {
  const read = readEnv(schema, env);
  return {
    environment: read[SETTINGS.environment],
    appId: read[SETTINGS.intercomAppId],
    queueUrl: read[SETTINGS.queueUrl],
    webhookSecretArn: read[SETTINGS.webhookSecretArn],
  };
}
