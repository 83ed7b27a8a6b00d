import * as z from 'zod/mini';
import { ConfigError } from '../platform/config-error.ts';
import { SETTINGS } from '../platform/settings.ts';

/** The app's client secrets: one, or two while one replaces the other. */
export interface ClientSecrets {
  current(): Promise<readonly string[]>;
  /** Reads them again, at most once in 30 s; null where it is too early. For a signature that fits none. */
  reread(): Promise<readonly string[] | null>;
}

const rereadAfterMs = 30_000;

/** Keeps what `read` yields (the secret's text), so that a request costs no call. `now` in milliseconds. */
export function createClientSecrets(read: () => Promise<string>, now: () => number): ClientSecrets {
  let held: Promise<readonly string[]> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  const load = (): Promise<readonly string[]> => {
    readAt = now();
    const loading = read().then(parseClientSecrets);
    held = loading;
    loading.catch(() => {
      if (held === loading) held = undefined;
    });
    return loading;
  };
  return {
    current: () => held ?? load(),
    reread: async () => (now() - readAt < rereadAfterMs ? null : load()),
  };
}

const webhookSecret = z.object({
  client_secrets: z.array(z.string().check(z.trim(), z.minLength(1))).check(z.minLength(1)),
});

/**
 * The text of the webhook secret, `{"client_secrets": ["…"]}`. An empty one is refused: anybody can sign
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is a secret.
    return undefined;
  }
}
