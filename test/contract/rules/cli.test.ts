import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCheckCases, readDecisionCases } from './case-file.ts';
import { givenNotification } from './given-notification.ts';
import { givenRuleset } from './given-ruleset.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-rules-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run --silent rules -- …`, as a user types it. */
function rules(...args: string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', 'rules', '--', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const run: Run = { status: null, stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (run.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (run.stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...run, status }));
  });
}

describe('rules decide --json', () => {
  const sample = ['decision-json', 'order-of-rules', 'outcome', 'templates', 'derived-facts'].flatMap(
    (theme) =>
      readDecisionCases(theme)
        .filter(({ reads, lines }) => reads === undefined && lines === undefined)
        .slice(0, 2)
        .map((one) => ({ theme, one })),
  );

  it.each(sample)('prints the decision: $theme, $one.says', async ({ one }) => {
    const args = [
      'decide',
      file('ruleset.yaml', givenRuleset(one)),
      '--notification',
      file('notification.json', givenNotification(one)),
      ...(one.facts === undefined ? [] : ['--facts', file('facts.json', one.facts)]),
      '--json',
    ];
    const { status, stdout } = await rules(...args);
    expect(status).toBe(0);
    const decision: Record<string, unknown> = JSON.parse(stdout);
    if (one.exactly !== undefined) expect(JSON.stringify(decision)).toBe(JSON.stringify(one.exactly));
    for (const [key, value] of Object.entries(one.expect ?? {})) {
      if (key !== 'order') expect(decision[key]).toEqual(value);
    }
  });

  it('prints missed after matched with --explain', async () => {
    const [one] = readDecisionCases('decision-json').filter(({ explain }) => explain);
    if (one === undefined) throw new Error('no case with explain');
    const notification = file('notification.json', givenNotification(one));
    const ruleset = file('ruleset.yaml', givenRuleset(one));
    const { stdout } = await rules('decide', ruleset, '--notification', notification, '--explain', '--json');
    const decision: Record<string, unknown> = JSON.parse(stdout);
    expect(Object.keys(decision)).toEqual(one.keys);
    expect(decision['missed']).toEqual(one.expect?.['missed']);
  });

  it('prints what check prints where the ruleset is bad, and exits 1', async () => {
    const ruleset = file('bad.yaml', 'version: 1\nrules: 5\n');
    const notification = file('notification.json', givenNotification({}));
    const decided = await rules('decide', ruleset, '--notification', notification, '--json');
    const checked = await rules('check', ruleset, '--json');
    expect(decided).toMatchObject({ status: 1, stdout: checked.stdout });
  });

  it.each([
    ['no JSON', 'not json'],
    ['an array', '[]'],
    ['an object without a topic', '{"id": "x"}'],
    ['nothing', ''],
  ])('makes one diagnostic of a notification that is %s, and exits 1', async (_name, content) => {
    const ruleset = file('good.yaml', 'version: 1\nrules: []\n');
    const { status, stdout } = await rules(
      'decide',
      ruleset,
      '--notification',
      file('n.json', content),
      '--json',
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, diagnostics: [{ severity: 'error' }] });
  });
});

describe('rules check --json', () => {
  const sample = ['checks', 'rule-tests'].flatMap((theme) => readCheckCases(theme).slice(0, 3));

  it.each(sample)('prints the diagnostics: $says', async ({ ruleset, untested, diagnostics }) => {
    const path = file('ruleset.yaml', ruleset);
    const { status, stdout } = await rules('check', path, '--json');
    const printed: { file: string; ok: boolean; diagnostics: Record<string, unknown>[] } = JSON.parse(stdout);
    const errors = printed.diagnostics.filter(({ severity }) => severity === 'error');
    expect(Object.keys(printed)).toEqual(['file', 'ok', 'diagnostics']);
    expect(printed).toMatchObject({ file: path, ok: errors.length === 0 });
    expect(status).toBe(errors.length === 0 ? 0 : 1);
    for (const diagnostic of printed.diagnostics) {
      expect(Object.keys(diagnostic)).toEqual([
        'severity',
        'code',
        'rule',
        'path',
        'line',
        'column',
        'message',
      ]);
    }
    const compared = printed.diagnostics.filter(({ code }) => untested || code !== 'untested');
    if (Array.isArray(diagnostics)) {
      expect(compared.map(({ code }) => code)).toEqual(diagnostics.map(({ code }) => code));
    }
  });

  it('leaves exit 0 to warnings, but for --strict', async () => {
    const path = file(
      'warned.yaml',
      'version: 1\nrules:\n  - { id: a, trigger: conversation.user.created, then: { add: [A] } }\n',
    );
    expect(await rules('check', path, '--json')).toMatchObject({ status: 0 });
    expect(await rules('check', path, '--json', '--strict')).toMatchObject({ status: 1 });
  });

  it('writes nothing but the document on stdout', async () => {
    const { stdout } = await rules('check', file('empty.yaml', 'version: 1\nrules: []\n'), '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, diagnostics: [] });
  });
});

describe('rules', () => {
  it.each([
    ['a file that is not there', ['check', 'no-such-file.yaml', '--json']],
    ['a folder', ['check', '.', '--json']],
    ['an unknown command', ['chekc', 'x.yaml']],
    ['an unknown option', ['check', 'x.yaml', '--jsno']],
    ['no file', ['check']],
    ['no notification', ['decide', 'package.json', '--json']],
    ['no arguments', []],
  ])('exits 2 on %s, and says so on stderr', async (_name, args) => {
    const { status, stderr } = await rules(...args);
    expect(status).toBe(2);
    expect(stderr).not.toBe('');
  });
});
