import type { Admin } from '../../../functions/intercom/schemas/admin.ts';
import { askSecrets } from '../secrets/ask-secrets.ts';
import { checkToken } from '../secrets/check-token.ts';
import { parseGivenSecrets } from '../secrets/given-secrets.ts';
import { type IntercomSecret, mergeIntercomSecret, parseIntercomSecret } from '../secrets/intercom-secret.ts';
import { mergeWebhookSecret, parseWebhookSecret, type WebhookSecret } from '../secrets/webhook-secret.ts';
import { OpsError } from './ops-error.ts';
import type { OpsProgram } from './ops-program.ts';
import type { Session } from './session.ts';

interface SecretsOptions {
  stdin?: true;
  dropOld?: true;
}

/** `ops secrets set`: what Intercom and other systems gave, checked before it is stored. */
export function addSecretsCommand(ops: OpsProgram): void {
  ops
    .command('secrets')
    .description('the access token, the client secret and what other systems sign with')
    .command('set')
    .description('ask for them, check them against Intercom, and store them')
    .option('--stdin', 'read a JSON document instead of asking: docs/operations.md')
    .option('--drop-old', 'end the client secret that was replaced')
    .action(ops.run(setSecrets));
}

async function setSecrets(session: Session, options: SecretsOptions): Promise<0> {
  const { environment } = session;
  if (environment.workspace === null) {
    throw new OpsError(
      'The local stack keeps no secrets: npm start -- --live reads INTERCOM_ACCESS_TOKEN and INTERCOM_CLIENT_SECRET.',
    );
  }
  const given = options.stdin ? parseGivenSecrets(await session.readInput()) : await askSecrets(session);
  const held = {
    intercom: parseIntercomSecret(await environment.secrets.read('intercom')),
    webhook: parseWebhookSecret(await environment.secrets.read('webhook')),
  };
  // All is checked before any of it is stored.
  const webhook = mergeWebhookSecret(held.webhook, given, { dropOld: options.dropOld ?? false });
  const intercom = mergeIntercomSecret(held.intercom, given);
  const checksToken = given.accessToken !== undefined || given.adminId !== undefined;
  const admin = checksToken ? await adminOf(session, intercom) : null;
  const changes = [
    ...(checksToken ? (['intercom'] as const) : []),
    ...(JSON.stringify(webhook) === JSON.stringify(held.webhook) ? [] : (['webhook'] as const)),
  ];
  if (changes.includes('webhook') && webhook.client_secrets.length === 0) {
    throw new OpsError('There is no client secret yet, without which receive takes nothing: give it, too.');
  }
  if (changes.includes('intercom')) await environment.secrets.write('intercom', JSON.stringify(intercom));
  if (changes.includes('webhook')) await environment.secrets.write('webhook', JSON.stringify(webhook));
  tell(session, { changes, admin, webhook });
  return 0;
}

async function adminOf({ environment }: Session, secret: IntercomSecret): Promise<Admin> {
  if (secret.access_token === undefined) {
    throw new OpsError('There is no access token yet, by which the admin could be looked up: give it, too.');
  }
  return checkToken(environment, secret.access_token, environment.workspace?.adminId ?? secret.admin_id);
}

function tell(
  { json, printJson, out, environment }: Session,
  result: { changes: string[]; admin: Admin | null; webhook: WebhookSecret },
): void {
  const { changes, admin, webhook } = result;
  const sources = Object.keys(webhook.sources);
  if (json) {
    printJson({
      environment: environment.name,
      workspace: environment.appId,
      stored: changes,
      admin: admin === null ? null : { id: admin.id, name: admin.name },
      client_secrets: webhook.client_secrets.length,
      sources,
    });
    return;
  }
  if (changes.length === 0) {
    out.write('Nothing was given, and nothing was changed.\n');
    return;
  }
  if (admin !== null) {
    out.write(`The access token is of the workspace ${environment.appId}: stored.\n`);
    out.write(`Tags are set in the name of ${admin.name ?? 'the admin'} (${admin.id}).\n`);
  }
  if (changes.includes('webhook')) {
    const old = webhook.client_secrets.length > 1 ? '; the one before stays valid until --drop-old' : '';
    out.write(`The webhook secret is stored${old}.\n`);
    if (sources.length > 0) out.write(`Other systems: ${sources.join(', ')}.\n`);
  }
  out.write(`Next: npm run ops -- doctor ${environment.flags}\n`);
}
