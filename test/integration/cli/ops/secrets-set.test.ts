import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SecretName } from '../../../../infra/cli/environment/opened-environment.ts';
import { type LocalService, startLocalService } from '../../../support/local-service.ts';
import { opsCommand } from '../../../support/ops/ops-command.ts';
import { serviceEnvironment } from '../../../support/ops/service-environment.ts';
import { aRuleset } from '../../../support/rulesets.ts';

const token = 'the-token';
let service: LocalService;
let stored: Partial<Record<SecretName, string>>;

beforeAll(async () => {
  service = await startLocalService(aRuleset([]), { workspace: { token } });
});
afterAll(() => service.close());
beforeEach(() => {
  stored = {};
});

const set = (given: unknown, ...flags: string[]) =>
  opsCommand(['secrets', 'set', '--env', 'dev', '--stdin', ...flags], {
    input: typeof given === 'string' ? given : JSON.stringify(given),
    openEnvironment: async () => serviceEnvironment(service, stored),
  });
const kept = (name: SecretName): unknown => JSON.parse(stored[name] ?? 'null');

describe('ops secrets set', () => {
  it('asks for all of it, finds the admin by the token, and stores what each function reads', async () => {
    const { status, stdout, stderr } = await opsCommand(['secrets', 'set', '--env', 'dev'], {
      answers: [token, '', 'client secret', 'billing', 'stripe', 'whsec_1', ''],
      openEnvironment: async () => serviceEnvironment(service, stored),
    });

    expect(status).toBe(0);
    expect(kept('intercom')).toEqual({ access_token: token });
    expect(kept('webhook')).toEqual({
      client_secrets: ['client secret'],
      sources: { billing: { scheme: 'stripe', secrets: ['whsec_1'] } },
    });
    const [admin] = service.workspace.options.admins;
    expect(stdout).toContain(`Tags are set in the name of ${admin?.name} (${admin?.id}).`);
    for (const secret of [token, 'client secret', 'whsec_1']) expect(stdout + stderr).not.toContain(secret);
  });

  it('keeps the client secret that it replaces as the second, until it is dropped', async () => {
    await set({ access_token: token, client_secret: 'first' });
    await set({ client_secret: 'second' });
    expect(kept('webhook')).toMatchObject({ client_secrets: ['second', 'first'] });
    await set({ client_secret: 'third' });
    expect(kept('webhook')).toMatchObject({ client_secrets: ['third', 'second'] });
    await set({}, '--drop-old');
    expect(kept('webhook')).toMatchObject({ client_secrets: ['third'] });
  });

  it('keeps the secret of a source that it replaces, adds others, and takes away those that are null', async () => {
    const stripe = (secret: string) => ({ scheme: 'stripe', secrets: [secret] });
    await set({ client_secret: 'first', sources: { billing: stripe('a'), shop: stripe('s') } });
    await set({ sources: { billing: stripe('b'), shop: null } });
    expect(kept('webhook')).toMatchObject({
      sources: { billing: { scheme: 'stripe', secrets: ['b', 'a'] } },
    });
    expect(kept('webhook')).not.toHaveProperty('sources.shop');
  });

  it('prints one document with --json, without a secret', async () => {
    const { stdout } = await set(
      { access_token: token, client_secret: 'first', admin_id: '991267002' },
      '--json',
    );
    expect(JSON.parse(stdout)).toEqual({
      environment: 'dev',
      workspace: service.workspace.options.appId,
      stored: ['intercom', 'webhook'],
      admin: { id: '991267002', name: expect.any(String) },
      client_secrets: 1,
      sources: [],
    });
  });

  it.each([
    [{ access_token: 'nonsense', client_secret: 'c' }, /Intercom refuses this access token \(401 \w+\)/],
    [{ access_token: token, admin_id: '5', client_secret: 'c' }, /has no admin 5; it has 991267/],
    [{ admin_id: '5' }, /There is no access token yet/],
    [
      { access_token: token, sources: { shop: { scheme: 'md5', secrets: ['x'] } } },
      /bad source "shop": scheme must/,
    ],
    [
      { access_token: token, sources: { 'a b': { scheme: 'stripe', secrets: ['x'] } } },
      /name of a source has letters/,
    ],
    [{ sources: { shop: { scheme: 'stripe', secrets: ['x'] } } }, /There is no client secret yet/],
    [{ token: 'hunter2' }, /^(?!.*hunter2).*stdin/],
    ['hunter2', /^(?!.*hunter2).*stdin holds no JSON/],
  ])('stores nothing of %j, and says why', async (given, message) => {
    const { status, stderr } = await set(given);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stored).toEqual({});
  });

  it('refuses the token of another workspace, and one of another region', async () => {
    const openAs = (over: object) =>
      opsCommand(['secrets', 'set', '--env', 'dev', '--stdin'], {
        input: JSON.stringify({ access_token: token, client_secret: 'c' }),
        openEnvironment: async () => ({ ...serviceEnvironment(service, stored), ...over }),
      });
    const { appId } = service.workspace.options;
    expect((await openAs({ appId: 'abc123' })).stderr).toContain(
      `This access token is of the workspace ${appId}, and dev is for abc123`,
    );
    const workspace = { baseUrl: service.intercom.url, region: 'eu', adminId: undefined };
    expect((await openAs({ workspace })).stderr).toContain(
      'This workspace is in the region us, and dev says eu',
    );
    expect(stored).toEqual({});
  });
});
