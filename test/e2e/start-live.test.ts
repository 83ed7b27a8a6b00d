import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePortPair } from '../support/free-port.ts';
import { runCommand } from '../support/run-command.ts';
import { type StartedWorkspace, startWorkspace } from '../support/start-workspace.ts';

const start = 'infra/local/start.ts';
const secret = 'a-client-secret';

let folder: string;
let port: number;
let intercom: StartedWorkspace;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-live-'));
  port = await freePortPair();
  intercom = await startWorkspace({ appName: 'Juniper Coffee', appId: 'abc123' });
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await intercom[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const settings = () => ({
  INTERCOM_ACCESS_TOKEN: intercom.workspace.options.token,
  INTERCOM_CLIENT_SECRET: secret,
  INTERCOM_REGION: 'eu',
  INTERCOM_BASE_URL: intercom.url,
});

/** Starts, and reads what is printed until it is ready. */
async function startLive(...flags: string[]): Promise<string> {
  const args = [start, '--live', '--data', folder, '--port', String(port), ...flags];
  child = spawn(process.execPath, args, { env: { ...process.env, ...settings() } });
  let stdout = '';
  for await (const text of child.stdout?.setEncoding('utf8') ?? []) {
    stdout += text;
    if (stdout.includes('Ctrl-C ends.')) break;
  }
  await intercom.workspace.subscribe({ url: `http://localhost:${port}/webhooks/intercom`, secret });
  return stdout;
}

async function askForRefund(): Promise<void> {
  const id = await intercom.create('contacts', { role: 'user', email: 'mia@mail.example' });
  await intercom.create('conversations', { from: { type: 'user', id }, body: 'I want a refund' });
  await intercom.workspace.webhooks.idle();
}

async function end(): Promise<number | null> {
  child?.kill('SIGINT');
  const [status] = child === undefined ? [null] : await once(child, 'exit');
  return status;
}

describe('npm start -- --live', () => {
  it('shows the workspace first, keeps its data apart, and tags nothing without --apply', async () => {
    const printed = await startLive();
    expect(printed.split('\n')[0]).toBe('Workspace Juniper Coffee (abc123, eu), as Tagwright');
    expect(printed).toContain('Every rule is in shadow');

    await askForRefund();
    expect(await end()).toBe(0);
    expect(existsSync(join(folder, 'abc123', 'table'))).toBe(true);
    expect(intercom.workspace.core.transitions.all()).toEqual([]);
    expect(intercom.workspace.counts.total('attachTagToConversation')).toBe(0);
  });

  it('tags for real with --apply', async () => {
    expect(await startLive('--apply')).toContain('Tagging for real.');

    await askForRefund();
    await expect.poll(() => intercom.workspace.core.transitions.all().length, { timeout: 20_000 }).toBe(2);
    expect(await end()).toBe(0);
  });

  it('says in one line what is wrong with the token', async () => {
    const wrong = { ...settings(), INTERCOM_ACCESS_TOKEN: 'wrong' };
    const { status, stderr } = await runCommand(start, ['--live', '--data', folder], wrong);

    expect(stderr).toBe(
      'Intercom answered 401 to "who am I": check INTERCOM_ACCESS_TOKEN and INTERCOM_REGION.\n',
    );
    expect(status).toBe(2);
  });
});
