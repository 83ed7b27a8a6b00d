import { type TaggingSettings, taggingSettings, taggingSettingsSchema } from '../apply/tagging-settings.ts';
import { type Environment, readEnv } from '../platform/read-env.ts';

export function readSyncSettings(env: Environment): TaggingSettings {
  return taggingSettings(readEnv(taggingSettingsSchema, env));
}
