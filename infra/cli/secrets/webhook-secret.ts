import * as z from 'zod';
import { ConfigError } from '../../../functions/platform/config-error.ts';
import { parseJson } from '../../../functions/platform/parse-json.ts';
import { parseTriggerSources } from '../../../functions/receive/triggers/trigger-sources.ts';
import { OpsError } from '../ops/ops-error.ts';
import type { GivenSecrets } from './given-secrets.ts';

/** The text of the secret `webhook`. */
export interface WebhookSecret {
  /** The one that Intercom signs with, and behind it the one that it replaced. */
  client_secrets: string[];
  sources: Record<string, Record<string, unknown>>;
}

const stored = z.object({
  client_secrets: z.array(z.string()).default([]),
  sources: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** What is stored now; nothing where it is not set yet, or holds something else. */
export function parseWebhookSecret(text: string | null): WebhookSecret {
  const result = stored.safeParse(parseJson(text ?? ''));
  return result.success ? result.data : { client_secrets: [], sources: {} };
}

/**
 * With what was given. A secret that is replaced stays valid as the second, as what was signed by it is still on its
 * way; `dropOld` ends that. @throws OpsError where a source is not as it must be
 */
export function mergeWebhookSecret(
  held: WebhookSecret,
  given: Pick<GivenSecrets, 'clientSecret' | 'sources'>,
  { dropOld = false }: { dropOld?: boolean } = {},
): WebhookSecret {
  const sources = { ...held.sources };
  for (const [name, source] of Object.entries(given.sources ?? {})) {
    if (source === null) delete sources[name];
    else sources[name] = { ...source, secrets: rotate(secretsOf(held.sources[name]), secretsOf(source)) };
  }
  const client_secrets = rotate(
    held.client_secrets,
    given.clientSecret === undefined ? [] : [given.clientSecret],
  );
  const merged = { client_secrets: dropOld ? client_secrets.slice(0, 1) : client_secrets, sources };
  refuseBadSources(merged);
  return merged;
}

/** The new ones first, then of the held ones as many as make two. */
function rotate(held: string[], given: string[]): string[] {
  return [...new Set([...given, ...held])].slice(0, Math.max(2, given.length));
}

function secretsOf(source: Record<string, unknown> | undefined): string[] {
  return z.array(z.string()).catch([]).parse(source?.['secrets']);
}

function refuseBadSources(secret: WebhookSecret): void {
  const sources = parseTriggerSources(JSON.stringify(secret));
  for (const name of Object.keys(secret.sources)) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
      throw new OpsError(
        'The name of a source has letters, digits, _ and - only, as it stands in /triggers/<name>.',
      );
    }
    try {
      sources.find(name);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new OpsError(
        `${error.message.replace(/^\w+ /, 'The secret ')} (docs/triggers.md). Nothing was changed.`,
      );
    }
  }
}
