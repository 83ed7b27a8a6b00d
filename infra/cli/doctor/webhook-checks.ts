import { createHmac } from 'node:crypto';
import { parseTriggerSources } from '../../../functions/receive/triggers/trigger-sources.ts';
import { counted } from '../counted.ts';
import { parseWebhookSecret } from '../secrets/webhook-secret.ts';
import { type Check, type Finding, ok, type Patient, red, skipped } from './check.ts';

/** From the webhook secret to the answer of receive. */
export const webhookChecks: Check[] = [
  {
    name: 'webhook secret',
    async look({ environment, commandOf }) {
      const text = await environment.secrets.read('webhook');
      const set = commandOf('secrets set');
      const { client_secrets, sources } = parseWebhookSecret(text);
      if (client_secrets.length === 0 && environment.isLocal)
        return skipped('npm start has its own, and this shell names none');
      if (client_secrets.length === 0)
        return red('no client secret is set', `${set}, or receive answers 503.`);
      for (const name of Object.keys(sources)) {
        try {
          parseTriggerSources(text ?? '').find(name);
        } catch (error) {
          const problem = error instanceof Error ? error.message : 'cannot be read';
          return red(problem.replace(/^\w+ has/, 'it has'), `Set that source again: ${set}.`);
        }
      }
      const others = Object.keys(sources).length;
      return ok(`${counted(client_secrets.length, 'client secret')}, ${counted(others, 'other system')}`);
    },
  },
  {
    name: 'webhook address',
    async look({ environment, fetch }) {
      const url = environment.outputs['WebhookUrl'];
      if (url === undefined) return skipped('a local stack has no address of its own');
      const target = environment.outputs['DomainTarget'];
      const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
      if (response === null) {
        return red(
          `${url} cannot be reached`,
          target === undefined
            ? `Is this machine online? Then deploy again: npx cdk deploy -c env=${environment.name}.`
            : `Make a CNAME record of that host to ${target}.`,
        );
      }
      if (response.status === 200) return ok(`HEAD ${url} is answered`);
      return red(
        `HEAD ${url} is answered ${response.status}, and Intercom would not take the address`,
        `Look at the log /aws/lambda/tagwright-${environment.name}-receive, then deploy again.`,
      );
    },
  },
  {
    name: 'signature',
    async look(patient) {
      const { environment } = patient;
      const url = environment.outputs['WebhookUrl'];
      if (url === undefined) return skipped('a local stack has no address of its own');
      const [secret] = parseWebhookSecret(await environment.secrets.read('webhook')).client_secrets;
      if (secret === undefined) return skipped('needs the webhook secret');
      return judge(await ping(patient, url, secret), await ping(patient, url, `not ${secret}`), patient);
    },
  },
];

/** What Intercom posts at "Send a test request": the notification of nothing. The status, or null. */
async function ping({ environment, fetch }: Patient, url: string, secret: string): Promise<number | null> {
  const body = JSON.stringify({
    type: 'notification_event',
    app_id: environment.appId,
    id: null,
    topic: 'ping',
    data: { type: 'notification_event_data', item: { type: 'ping' } },
  });
  const signature = createHmac('sha1', secret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-hub-signature': `sha1=${signature}` };
  const response = await fetch(url, { method: 'POST', body, headers }).catch(() => null);
  return response?.status ?? null;
}

function judge(signed: number | null, forged: number | null, { environment, commandOf }: Patient): Finding {
  const log = `the log /aws/lambda/tagwright-${environment.name}-receive`;
  if (signed === null) return skipped('needs the webhook address');
  if (signed === 200 && forged === 401) return ok('a signed ping is taken, a forged one refused');
  if (signed === 200) {
    return red(`a forged ping is answered ${forged}`, 'Tell nobody the address, and deploy again.');
  }
  if (signed === 401) {
    return red(
      'a ping that is signed with the stored client secret is refused',
      `A new secret is read within 30 s: try again. Then ${commandOf('secrets set')}.`,
    );
  }
  return red(`a signed ping is answered ${signed}`, `${log} says why.`);
}
