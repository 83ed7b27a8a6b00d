import * as z from 'zod';
import { REGION_URLS } from '../intercom/regions.ts';
import { type Environment, readEnv } from '../platform/read-env.ts';
import { SETTINGS } from '../platform/settings.ts';

export interface ApplySettings {
  environment: string;
  appId: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
  tableName: string;
  intercomSecretArn: string;
  intercomBaseUrl: string;
  adminId: string | undefined;
  shadow: boolean;
  textDays: number;
  recordDays: number;
  changesPerHour: number;
  workers: number;
}

const days = z.coerce.number().int().min(0);

const schema = z.object({
  [SETTINGS.environment]: z.string(),
  [SETTINGS.intercomAppId]: z.string(),
  [SETTINGS.queueUrl]: z.url(),
  [SETTINGS.deadLetterQueueUrl]: z.url(),
  [SETTINGS.tableName]: z.string(),
  [SETTINGS.intercomSecretArn]: z.string(),
  [SETTINGS.intercomRegion]: z.enum(['us', 'eu', 'au']).default('us'),
  [SETTINGS.intercomBaseUrl]: z.url().optional(),
  [SETTINGS.intercomAdminId]: z.string().optional(),
  [SETTINGS.shadow]: z.stringbool().default(false),
  [SETTINGS.textRetentionDays]: days.default(30),
  [SETTINGS.logRetentionDays]: days.min(1).default(400),
  [SETTINGS.changesPerHour]: z.coerce.number().int().min(1).default(1_000),
  [SETTINGS.maximumConcurrency]: z.coerce.number().int().min(1).default(10),
});

export function readApplySettings(env: Environment): ApplySettings {
  const read = readEnv(schema, env);
  return {
    environment: read[SETTINGS.environment],
    appId: read[SETTINGS.intercomAppId],
    queueUrl: read[SETTINGS.queueUrl],
    deadLetterQueueUrl: read[SETTINGS.deadLetterQueueUrl],
    tableName: read[SETTINGS.tableName],
    intercomSecretArn: read[SETTINGS.intercomSecretArn],
    intercomBaseUrl: read[SETTINGS.intercomBaseUrl] ?? REGION_URLS[read[SETTINGS.intercomRegion]],
    adminId: read[SETTINGS.intercomAdminId],
    shadow: read[SETTINGS.shadow],
    textDays: read[SETTINGS.textRetentionDays],
    recordDays: read[SETTINGS.logRetentionDays],
    changesPerHour: read[SETTINGS.changesPerHour],
    workers: read[SETTINGS.maximumConcurrency],
  };
}
