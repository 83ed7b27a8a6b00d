import * as z from 'zod/mini';
import { ConfigError } from '../platform/config-error.ts';
import { parseJson } from '../platform/parse-json.ts';
import { SETTINGS } from '../platform/settings.ts';
import { createKeptSecret, type KeptSecret } from './kept-secret.ts';

/** The app's client secrets: one, or two while one replaces the other. */
export type ClientSecrets = KeptSecret<readonly string[]>;

/** Of the webhook secret's text. `now` in milliseconds. */
export function createClientSecrets(read: () => Promise<string>, now: () => number): ClientSecrets {
  return createKeptSecret<readonly string[]>(read, parseClientSecrets, now);
}

const webhookSecret = z.object({
  client_secrets: z.array(z.string().check(z.trim(), z.minLength(1))).check(z.minLength(1)),
});

/**
 * The text of the webhook secret, `{"client_secrets": ["…"]}`, other keys aside. An empty one is refused: anybody can sign
 * with the empty key.
 */
function parseClientSecrets(text: string): string[] {
  const result = webhookSecret.safeParse(parseJson(text));
  if (result.success) return result.data.client_secrets;
  throw new ConfigError(
    SETTINGS.webhookSecretArn,
    'must hold {"client_secrets": ["…"]} with no empty secret',
  );
}
