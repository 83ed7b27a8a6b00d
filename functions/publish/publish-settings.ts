import * as z from 'zod';
import { type Environment, readEnv } from '../platform/read-env.ts';
import { SETTINGS } from '../platform/settings.ts';

const schema = z.object({ [SETTINGS.tableName]: z.string() });

export function readPublishSettings(env: Environment): { tableName: string } {
  return { tableName: readEnv(schema, env)[SETTINGS.tableName] };
}
