import * as z from 'zod';
import { type Environment, readEnv } from '../platform/read-env.ts';
import { SETTINGS } from '../platform/settings.ts';
import { type TaggingSettings, taggingSettings, taggingSettingsSchema } from './tagging-settings.ts';

export interface ApplySettings extends TaggingSettings {
  deadLetterQueueUrl: string;
  textDays: number;
  workers: number;
}

const schema = taggingSettingsSchema.extend({
  [SETTINGS.deadLetterQueueUrl]: z.url(),
  [SETTINGS.textRetentionDays]: z.coerce.number().int().min(0).default(30),
  [SETTINGS.maximumConcurrency]: z.coerce.number().int().min(1).default(10),
});

export function readApplySettings(env: Environment): ApplySettings {
  const read = readEnv(schema, env);
  return {
    ...taggingSettings(read),
    deadLetterQueueUrl: read[SETTINGS.deadLetterQueueUrl],
    textDays: read[SETTINGS.textRetentionDays],
    workers: read[SETTINGS.maximumConcurrency],
  };
}
