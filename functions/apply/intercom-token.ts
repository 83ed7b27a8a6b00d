import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { ConfigError } from '../platform/config-error.ts';
import { SETTINGS } from '../platform/settings.ts';

/** The access token, held between calls. */
export interface IntercomToken {
  current(): Promise<string>;
  /** Reads the secret again; true where it holds another token by now. For a token that Intercom refuses. */
  reread(): Promise<boolean>;
}

const secret = z.object({ access_token: z.string().trim().min(1) });

/** Keeps what `read` yields: the secret's text, `{"access_token": "…"}`. */
export function createIntercomToken(read: () => Promise<string>): IntercomToken {
  let held: Promise<string> | undefined;
  const load = (): Promise<string> => {
    const loading = read().then(parseToken);
    held = loading;
    loading.catch(() => {
      if (held === loading) held = undefined;
    });
    return loading;
  };
  return {
    current: () => held ?? load(),
    async reread() {
      const before = await held?.catch(() => undefined);
      return (await load()) !== before;
    },
  };
}

/** `fetch` that, where Intercom refuses the token, reads the secret again and tries once more if it changed. */
export function fetchWithFreshToken(token: IntercomToken, fetch = globalThis.fetch): typeof globalThis.fetch {
  return async function fetchIntercom(input, init) {
    const response = await fetch(input, init);
    if (response.status !== 401 || !(await token.reread())) return response;
    await response.body?.cancel();
    const headers = new Headers(init?.headers);
    headers.set('Authorization', `Bearer ${await token.current()}`);
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is a secret.
    return undefined;
  }
}
