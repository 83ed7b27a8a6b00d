import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { createIntercomClient } from '../../../../functions/intercom/client.ts';
import { publishRuleset } from '../../../../functions/store/publish-ruleset.ts';
import { EnvironmentError } from '../../../../infra/cli/environment/environment-error.ts';
import type { OpenedEnvironment } from '../../../../infra/cli/environment/opened-environment.ts';
import { clientSecret, type LocalService, startLocalService } from '../../../support/local-service.ts';
import { opsCommand } from '../../../support/ops/ops-command.ts';
import { serviceEnvironment } from '../../../support/ops/service-environment.ts';
import { aRuleset } from '../../../support/rulesets.ts';

const token = 'the-token';
const secrets = {
  intercom: JSON.stringify({ access_token: token }),
  webhook: JSON.stringify({ client_secrets: [clientSecret] }),
};
const RULES = `version: 1
rules:
  - { id: refund, trigger: [conversation.user.created], then: { add: [Refund] } }
`;

let service: LocalService;
beforeAll(async () => {
  service = await startLocalService(aRuleset([]), { workspace: { token } });
  const { table, now } = serviceEnvironment(service, secrets);
  await publishRuleset(table, { file: 'rules.yaml', text: RULES }, { by: 'test', now: now() });
});
afterAll(() => service.close());

const doctor = (
  over: Partial<OpenedEnvironment> = {},
  stored: Record<string, string> = secrets,
  ...flags: string[]
) =>
  opsCommand(['doctor', '--env', 'dev', ...flags], {
    openEnvironment: async () => ({ ...serviceEnvironment(service, stored), ...over }),
  });

const report = z.object({
  healthy: z.boolean(),
  checks: z.array(
    z.object({ name: z.string(), status: z.string(), detail: z.string(), mend: z.string().optional() }),
  ),
});

async function reds(...given: Parameters<typeof doctor>) {
  const [over, stored] = given;
  const { status, stdout } = await doctor(over, stored, '--json');
  const { healthy, checks } = report.parse(JSON.parse(stdout));
  expect({ status, healthy }).toEqual({ status: 1, healthy: false });
  return Object.fromEntries(
    checks.flatMap(({ name, status, detail, mend }) =>
      status === 'red' ? [[name, `${detail} -> ${mend}`]] : [],
    ),
  );
}

it('finds nothing to mend where all is well, in lines of at most 80 columns', async () => {
  const { status, stdout } = await doctor();
  expect(stdout).toContain('dev is well.');
  expect(status).toBe(0);
  expect(stdout.match(/^ok /gm)).toHaveLength(16);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout).not.toContain(token);
});

it('says of a new environment what is not set yet, and leaves out what depends on it', async () => {
  const found = await reds({}, {});
  expect(found).toEqual({
    'webhook secret': expect.stringContaining('npm run ops -- secrets set --env dev'),
    token: expect.stringContaining('npm run ops -- secrets set --env dev'),
  });
});

it('asks nobody to set a secret of the local stack, which keeps none', async () => {
  const { status, stdout } = await doctor({ isLocal: true, outputs: {} }, { intercom: secrets.intercom });
  expect(stdout).toMatch(/^- +webhook secret +npm start has its own/m);
  expect(status).toBe(0);
});

it('tells how to mend a local stack that does not run, or whose token this shell has not', async () => {
  const intercom = () => Promise.reject(new EnvironmentError('There is no token.'));
  const stopped = { isLocal: true, isRunning: false, outputs: {}, intercom };
  expect(await reds(stopped, {})).toEqual({ token: 'There is no token. -> Start it again: npm start.' });
  expect(await reds({ ...stopped, isRunning: true }, {})).toEqual({
    token: 'There is no token. -> Set the variables of npm start in this shell, too.',
  });
});

it('knows a token that Intercom refuses', async () => {
  const stored = { ...secrets, intercom: JSON.stringify({ access_token: 'revoked' }) };
  expect(await reds({}, stored)).toEqual({
    token: expect.stringMatching(/Intercom refuses it: 401 .* -> Copy it again from Developer Hub/),
  });
});

it("knows another workspace's token, another region, and an admin who is not there", async () => {
  const workspace = { baseUrl: service.intercom.url, region: 'eu' as const, adminId: '5' };
  expect(await reds({ workspace, appId: 'abc123' })).toMatchObject({
    workspace: expect.stringContaining('and dev is for abc123'),
    region: expect.stringContaining('the workspace is in us, and dev says eu'),
    admin: expect.stringContaining('the workspace has no admin 5'),
  });
});

it('knows what the token may not do', async () => {
  const readOnly: typeof fetch = async (input, init) =>
    init?.method === 'DELETE'
      ? Response.json({ type: 'error.list', errors: [{ code: 'forbidden', message: 'no' }] }, { status: 403 })
      : fetch(input, init);
  const intercom = async () =>
    createIntercomClient({ token, baseUrl: service.intercom.url, fetch: readOnly });
  expect(await reds({ intercom })).toEqual({
    permissions: expect.stringMatching(/^the token may not write conversations, write contacts -> Tick them/),
  });
});

it('knows a client secret that receive does not have', async () => {
  const stored = { ...secrets, webhook: JSON.stringify({ client_secrets: ['another'] }) };
  expect(await reds({}, stored)).toEqual({
    signature: expect.stringContaining('a ping that is signed with the stored client secret is refused'),
  });
});

it('knows an address that nobody answers, and one that is not ours', async () => {
  expect(await reds({ outputs: { WebhookUrl: 'http://127.0.0.1:1/webhooks/intercom' } })).toEqual({
    'webhook address': expect.stringContaining('cannot be reached'),
  });
  expect(await reds({ outputs: { WebhookUrl: `${service.intercom.url}/nowhere` } })).toHaveProperty(
    'webhook address',
    expect.stringContaining('Intercom would not take the address'),
  );
});

it('knows a bad source', async () => {
  const webhook = JSON.stringify({ client_secrets: [clientSecret], sources: { shop: { scheme: 'md5' } } });
  expect(await reds({}, { ...secrets, webhook })).toMatchObject({
    'webhook secret': expect.stringContaining('it has a bad source "shop": scheme must be one of'),
  });
});

it('knows a clock that is off', async () => {
  expect(await reds({ now: () => Date.now() + 420_000 })).toMatchObject({
    clock: expect.stringMatching(/this machine's clock is 4(19|20|21) s fast -> Set it/),
  });
});

it('knows a queue and a table that are gone', async () => {
  const gone = (name: string) => Object.assign(new Error('gone'), { name });
  const { queue, table } = serviceEnvironment(service, secrets);
  const found = await reds({
    queue: { ...queue, attributes: () => Promise.reject(gone('QueueDoesNotExist')) },
    table: { ...table, get: () => Promise.reject(gone('ResourceNotFoundException')) },
  });
  expect(found).toMatchObject({
    queue: 'the queue is not there -> Deploy again: npx cdk deploy -c env=dev.',
    table: expect.stringContaining('is not there -> Restore it'),
  });
});

it('knows an event source that brings nothing', async () => {
  const eventSource = async () => ({ id: 'mapping-1', state: 'Disabled', reason: 'USER_INITIATED' });
  expect(await reds({ eventSource })).toEqual({
    'event source': expect.stringMatching(
      /it is Disabled \(USER_INITIATED\) -> .*--uuid mapping-1 --enabled/,
    ),
  });
  expect(await reds({ eventSource: async () => null })).toEqual({
    'event source': expect.stringContaining('npx cdk deploy -c env=dev'),
  });
});

it('knows an alarm that is on, one that nobody would hear, and a stack without any', async () => {
  const quiet = { name: 'dead-letters', isOn: false, since: null, isHeard: true };
  const on = { name: 'sync-late', isOn: true, since: 0, isHeard: true };
  expect(await reds({ alarms: async () => [quiet, on] })).toEqual({
    alarms: 'on: sync-late -> docs/operations.md says under each name what to do.',
  });
  expect(await reds({ alarms: async () => [{ ...quiet, isHeard: false }] })).toEqual({
    alarms: expect.stringMatching(/dead-letters -> .*--alarm-names tagwright-dev-dead-letters/),
  });
  expect(await reds({ alarms: async () => [] })).toEqual({ alarms: expect.stringContaining('cdk deploy') });
});

it('takes the silence of a stack before its first run for none that is late', async () => {
  const { now, table } = serviceEnvironment(service, secrets);
  const late = { name: 'sync-late', isOn: true, since: now() - 60_000, isHeard: true };
  const first = await doctor({ alarms: async () => [late] });
  expect(first).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('sync-late is on until the first run'),
  });
  const dead = { ...late, name: 'dead-letters' };
  expect(await reds({ alarms: async () => [late, dead] })).toEqual({
    alarms: expect.stringContaining('on: sync-late, dead-letters'),
  });
  expect(await reds({ alarms: async () => [{ ...late, since: now() - 3 * 3_600_000 }] })).toEqual({
    alarms: expect.stringContaining('on: sync-late'),
  });
  await table.put({ pk: 'SYNC', sk: 'LEASE', holder: 'a', until: 0, fence: 1, run_id: 'sync-1' });
  expect(await reds({ alarms: async () => [late] })).toEqual({
    alarms: expect.stringContaining('on: sync-late'),
  });
});

it('knows a stopped line and dead letters', async () => {
  const { table, deadLetterQueue } = serviceEnvironment(service, secrets);
  await table.put({
    pk: 'CONTROL',
    sk: 'BRAKES',
    pause: { reason: 'token_refused', since: '2026-01-07T12:00:00Z', until: null },
  });
  await deadLetterQueue.send({ groupId: 'g', deduplicationId: 'd', body: 'b' });
  expect(await reds()).toEqual({
    line: expect.stringContaining('is stopped since 2026-01-07T12:00:00Z: token_refused'),
    'dead letters': '1 notifications were not applied -> See why: npm run ops -- dlq list --env dev.',
  });
});
