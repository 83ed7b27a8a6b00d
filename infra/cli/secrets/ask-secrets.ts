import { PRESETS } from '../../../functions/receive/triggers/presets.ts';
import type { Session } from '../ops/session.ts';
import type { GivenSecrets } from './given-secrets.ts';

/** Asks for everything, one after the other; an empty answer leaves what is there. */
export async function askSecrets({ ask, say, environment }: Session): Promise<GivenSecrets> {
  say(`Secrets of ${environment.name}. An empty answer keeps what is set; nothing that is secret is shown.`);
  const accessToken = await ask('Access token (Developer Hub > your app > Authentication):', {
    hidden: true,
  });
  const named = environment.workspace?.adminId;
  // infra/environments.ts comes first: a second name here would say nothing.
  const adminId =
    named === undefined ? await ask("Admin in whose name to tag, by number (empty: the token's own):") : '';
  const clientSecret = await ask('Client secret (Developer Hub > your app > Basic information):', {
    hidden: true,
  });
  return {
    accessToken: accessToken || undefined,
    adminId: adminId || undefined,
    clientSecret: clientSecret || undefined,
    sources: await askSources(ask),
  };
}

async function askSources(ask: Session['ask']): Promise<GivenSecrets['sources']> {
  const sources: NonNullable<GivenSecrets['sources']> = {};
  for (;;) {
    const name = await ask('Another system, by its name in /triggers/<name> (empty: no more):');
    if (name === '') return Object.keys(sources).length === 0 ? undefined : sources;
    const scheme = await ask(`How it signs: ${['standard', ...Object.keys(PRESETS)].join(', ')}:`);
    sources[name] = { scheme, secrets: [await ask('Its signing secret:', { hidden: true })] };
  }
}
