import * as z from 'zod/mini';
import { ConfigError } from '../../platform/config-error.ts';
import { parseJson } from '../../platform/parse-json.ts';
import { SETTINGS } from '../../platform/settings.ts';
import { parseSigning } from './parse-signing.ts';
import type { Signing } from './signing.ts';

/** The sources that the webhook secret names. */
export interface TriggerSources {
  /** How that source signs; null where there is none. A ConfigError names the source whose entry is bad. */
  find(name: string): Signing | null;
}

const webhookSecret = z.object({ sources: z.optional(z.record(z.string(), z.unknown())) });

/**
 * The `sources` of the webhook secret's text: `{"client_secrets": […], "sources": {"billing": {…}}}`. Each entry is
 * read when it is asked for, so that a bad one stops its own source and no other.
 */
export function parseTriggerSources(text: string): TriggerSources {
  return {
    find(name) {
      const secret = webhookSecret.safeParse(parseJson(text));
      if (!secret.success)
        throw new ConfigError(SETTINGS.webhookSecretArn, 'must hold sources as a map by name');
      const { sources = {} } = secret.data;
      if (!Object.hasOwn(sources, name)) return null;

      const signing = parseSigning(sources[name]);
      if (!('problem' in signing)) return signing;
      throw new ConfigError(SETTINGS.webhookSecretArn, `has a bad source "${name}": ${signing.problem}`);
    },
  };
}
