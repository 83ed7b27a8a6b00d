import * as z from 'zod';
import { REGION_URLS } from '../intercom/regions.ts';
import { SETTINGS } from '../platform/settings.ts';

/** The settings of every function that tags. */
export interface TaggingSettings {
  environment: string;
  appId: string;
  queueUrl: string;
  tableName: string;
  intercomSecretArn: string;
  intercomBaseUrl: string;
  adminId: string | undefined;
  shadow: boolean;
  recordDays: number;
  changesPerHour: number;
}

export const taggingSettingsSchema = z.object({
  [SETTINGS.environment]: z.string(),
  [SETTINGS.intercomAppId]: z.string(),
  [SETTINGS.queueUrl]: z.url(),
  [SETTINGS.tableName]: z.string(),
  [SETTINGS.intercomSecretArn]: z.string(),
  [SETTINGS.intercomRegion]: z.enum(['us', 'eu', 'au']).default('us'),
  [SETTINGS.intercomBaseUrl]: z.url().optional(),
  [SETTINGS.intercomAdminId]: z.string().optional(),
  [SETTINGS.shadow]: z.stringbool().default(false),
  [SETTINGS.logRetentionDays]: z.coerce.number().int().min(1).default(400),
  [SETTINGS.changesPerHour]: z.coerce.number().int().min(1).default(1_000),
});

export function taggingSettings(read: z.output<typeof taggingSettingsSchema>): TaggingSettings {
  return {
    environment: read[SETTINGS.environment],
    appId: read[SETTINGS.intercomAppId],
    queueUrl: read[SETTINGS.queueUrl],
    tableName: read[SETTINGS.tableName],
    intercomSecretArn: read[SETTINGS.intercomSecretArn],
    intercomBaseUrl: read[SETTINGS.intercomBaseUrl] ?? REGION_URLS[read[SETTINGS.intercomRegion]],
    adminId: read[SETTINGS.intercomAdminId],
    shadow: read[SETTINGS.shadow],
    recordDays: read[SETTINGS.logRetentionDays],
    changesPerHour: read[SETTINGS.changesPerHour],
  };
}
