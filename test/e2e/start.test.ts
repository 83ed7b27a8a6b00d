import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readSampleDay } from '../../infra/local/sample-day/sample-day.ts';
import { freePortPair } from '../support/free-port.ts';
import { logLeaks, plantTexts, watchLine } from '../support/log-leaks.ts';
import { runCommand } from '../support/run-command.ts';

const start = 'infra/local/start.ts';

let folder: string;
let port: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-start-'));
  port = await freePortPair();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...flags: string[]) => runCommand(start, ['--data', folder, '--port', String(port), ...flags]);

describe('npm start -- --once', () => {
  it('ends the sample day with every expected tag and record, and again over what the first start kept', async () => {
    const first = await run('--once');

    expect(first.stderr).toBe('');
    expect(first.stdout).toContain('refund-request “MONEY back” → +Refund');
    expect(first.stdout).not.toContain('✗');
    expect(lastLine(first.stdout)).toMatch(/^notifications=(\d+) tagged=\d+ records=\1 failed=0$/);
    expect(first.status).toBe(0);
    for (const line of first.stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(leaksIn(readFileSync(join(folder, 'functions.log'), 'utf8'))).toEqual([]);

    const second = await run('--once', '--quiet');
    expect(second.stdout).toMatch(/^notifications=(\d+) tagged=\d+ records=\1 failed=0\n$/);
    expect(second.status).toBe(0);
  });

  it('fails where the tags are not those that a person would set', async () => {
    const rules = readFileSync('rules/local.yaml', 'utf8').replace('- money back\n', '');
    const spoilt = rules.replace(/ {4}tests:\n {6}- given: I want my MONEY(.|\n)*?expect: \{\}\n/, '');
    mkdirSync(join(folder, 'rules'));
    writeFileSync(join(folder, 'rules/local.yaml'), spoilt);

    const flags = ['--data', 'data', '--port', String(port), '--once'];
    const { status, stdout } = await runCommand(resolve(start), flags, {}, folder);

    expect(stdout).toContain('✗ +Refund was expected');
    expect(lastLine(stdout)).toMatch(/failed=[1-9]\d*$/);
    expect(status).toBe(1);
  });

  it('judges no other rules by what rules/local.yaml should do, and says so', async () => {
    const { status, stdout } = await run('--once', '--rules', 'rules/examples/spam.yaml');

    expect(stdout).not.toContain('✗');
    expect(stdout).toContain('The tags are not judged');
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(lastLine(stdout)).toMatch(/^notifications=(\d+) tagged=\d+ records=\1 failed=0$/);
    expect(status).toBe(0);
  });

  it('stays up without --once, tells what became of a message posted to it, and ends at Ctrl-C', async () => {
    const child = spawn(process.execPath, [start, '--data', folder, '--port', String(port)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    await expect.poll(() => stdout, { timeout: 60_000 }).toContain('notifications=');
    expect(stdout).toContain(`http://localhost:${port}/webhooks/intercom`);

    const second = await runCommand(start, ['--data', folder, '--port', String(port), '--reset', '--once']);
    expect(second.stderr).toContain(`${folder} is in use by process ${child.pid}, an npm start or`);
    expect(second.status).toBe(2);

    await postMessage(port + 1, 'I want my money back');
    await expect
      .poll(() => stdout, { timeout: 20_000 })
      .toMatch(/conversation\.user\.created +tagged.*\n +refund-request “money back” → \+Refund/);
    const lines = stdout.replaceAll(folder, '').split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);

    child.kill('SIGINT');
    const [status] = await once(child, 'exit');
    expect(status).toBe(0);
  });
});

describe('npm start, wrongly asked', () => {
  it.each([
    [['--prot', '1'], /unknown option '--prot'/],
    [['--port', 'x'], /A port is a number from 1 to 65534/],
    [['extra'], /too many arguments/],
    [['--apply'], /--apply is only for --live/],
    [['--rules', 'rules/none.yaml'], /rules\/none\.yaml cannot be read/],
    [['--data', 'README.md'], /Nothing can be kept in README\.md/],
    [['--live'], /INTERCOM_ACCESS_TOKEN and INTERCOM_CLIENT_SECRET and INTERCOM_REGION/],
  ])('%j gets one line and exit 2', async (flags, message) => {
    const { status, stdout, stderr } = await runCommand(start, ['--data', folder, ...flags]);

    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('a broken ruleset gets one line with its place, and exit 2', async () => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(
      file,
      'version: 1\nrules:\n  - id: a\n    trigger: conversation.user.craeted\n    then: { add: [X] }\n',
    );

    const { status, stderr } = await run('--once', '--rules', file);

    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('broken.yaml:4:14:');
    expect(stderr).toContain('conversation.user.created');
    expect(status).toBe(2);
  });

  it('a folder of something else gets one line and exit 2', async () => {
    writeFileSync(join(folder, 'workspace.json'), '{"not": "ours"}');
    const { status, stderr } = await run('--once');

    expect(stderr).toBe(`${folder}/workspace.json cannot be read; npm start -- --reset begins anew.\n`);
    expect(status).toBe(2);
  });

  it('a taken port gets one line and exit 2', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { status, stderr } = await run('--once');
    other.close();

    expect(stderr).toBe(`Port ${port} is taken; choose another with npm start -- --port <n>.\n`);
    expect(status).toBe(2);
  });

  it('the port after it being taken says what it is for', async () => {
    const other = createServer().listen(port + 1, '127.0.0.1');
    await once(other, 'listening');
    const { status, stderr } = await run('--once');
    other.close();

    expect(stderr).toBe(
      `Port ${port + 1} is taken, which the workspace needs beside --port; choose another with npm start -- --port <n>.\n`,
    );
    expect(status).toBe(2);
  });
});

async function postMessage(workspacePort: number, body: string): Promise<void> {
  const post = async (path: string, content: unknown) => {
    const response = await fetch(`http://127.0.0.1:${workspacePort}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer local-token', 'content-type': 'application/json' },
      body: JSON.stringify(content),
    });
    return z.object({ id: z.string() }).parse(await response.json()).id;
  };
  const id = await post('/contacts', { role: 'lead', name: 'Me' });
  await post('/conversations', { from: { type: 'lead', id }, body });
}

/** Lines of the functions' log that hold a text, a name or an address of the sample day. */
function leaksIn(log: string): string[] {
  const { customers, day } = readSampleDay();
  for (const { name } of Object.values(customers)) plantTexts(name);
  for (const sample of day) if ('says' in sample) plantTexts(sample.says);
  const lines = log.trim().split('\n');
  expect(lines.length).toBeGreaterThan(40);
  for (const line of lines) watchLine(JSON.parse(line));
  return logLeaks.splice(0);
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
