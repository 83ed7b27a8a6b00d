import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { ConfigError } from '../platform/config-error.ts';
import { kept } from '../platform/kept.ts';
import { parseJson } from '../platform/parse-json.ts';
import { SETTINGS } from '../platform/settings.ts';

/** The access token, held between calls. */
export interface IntercomToken {
  current(): Promise<string>;
  /** A token other than the one that Intercom refused; the secret is read again for it. Null: it still holds that one. */
  otherThan(refused: string): Promise<string | null>;
}

const secret = z.object({ access_token: z.string().trim().min(1) });

/** Keeps what `read` yields: the secret's text, `{"access_token": "…"}`. */
export function createIntercomToken(read: () => Promise<string>): IntercomToken {
  const { current, reload } = kept(async () => parseToken(await read()));
  return {
    current,
    async otherThan(refused) {
      // Of calls that are refused side by side, the first may have read it again for all.
      const held = await current();
      const token = held === refused ? await reload() : held;
      return token === refused ? null : token;
    },
  };
}

/** `fetch` that, where Intercom refuses the token, reads the secret again and tries once more if it changed. */
export function fetchWithFreshToken(token: IntercomToken, fetch = globalThis.fetch): typeof globalThis.fetch {
  return async function fetchIntercom(input, init) {
    const response = await fetch(input, init);
    if (response.status !== 401) return response;
    const headers = new Headers(init?.headers);
    const other = await token.otherThan(headers.get('Authorization')?.replace(/^Bearer /, '') ?? '');
    if (other === null) return response;
    await response.body?.cancel();
    headers.set('Authorization', `Bearer ${other}`);
    return fetch(input, { ...init, headers });
  };
}

/** The text of a secret in Secrets Manager. */
export async function readIntercomSecret(client: SecretsManagerClient, arn: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined)
    throw new ConfigError(SETTINGS.intercomSecretArn, 'names a secret without text');
  return SecretString;
}

function parseToken(text: string): string {
  const result = secret.safeParse(parseJson(text));
  if (result.success) return result.data.access_token;
  throw new ConfigError(SETTINGS.intercomSecretArn, 'must hold {"access_token": "…"}');
}
