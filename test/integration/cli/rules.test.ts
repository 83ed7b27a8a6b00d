import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tagwright-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function rules(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const script = join(import.meta.dirname, '../../../infra/cli/rules.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const good = file(
  'good.yaml',
  `version: 1
rules:
  - id: refund
    trigger: conversation.user.*
    when: { message.text: { words: money back } }
    then: { add: [Refund], contact: { add: [Asked for money] } }
    tests: [{ given: I want my MONEY   back!, expect: { add: [Refund], contact: { add: [Asked for money] } } }]
`,
);
const untested = file(
  'untested.yaml',
  'version: 1\nrules:\n  - { id: a, trigger: conversation.user.created, then: { add: [A] } }\n',
);
const bad = file(
  'bad.yaml',
  'version: 1\nrules:\n  - { id: a, trigger: conversation.user.create, then: { add: [A] } }\n',
);
const notification = file('notification.json', {
  type: 'notification_event',
  id: 'notif_1',
  topic: 'conversation.user.replied',
  created_at: 1768019869,
  data: {
    item: {
      type: 'conversation',
      id: '646',
      tags: { type: 'tag.list', tags: [] },
      contacts: { contacts: [{ type: 'contact', id: '676' }] },
      conversation_parts: {
        conversation_parts: [
          {
            id: '1',
            part_type: 'comment',
            body: '<p>my money back</p>',
            author: { type: 'user', id: '676' },
          },
        ],
      },
    },
  },
});

describe('rules check', () => {
  it('prints one JSON document and exits 0 for a good ruleset', async () => {
    const { status, stdout, stderr } = await rules('check', good, '--json');
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({ file: good, ok: true, diagnostics: [] });
  });

  it('exits 1 for a bad one, keys in the order of the contract', async () => {
    const { status, stdout, stderr } = await rules('check', bad, '--json');
    expect([status, stderr]).toEqual([1, '']);
    const { diagnostics } = JSON.parse(stdout);
    expect(Object.keys(diagnostics[0])).toEqual([
      'severity',
      'code',
      'rule',
      'path',
      'line',
      'column',
      'message',
    ]);
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        code: 'unknown_topic',
        rule: 'a',
        path: 'rules[0].trigger',
        line: 3,
        column: 23,
        message:
          'Intercom has no topic "conversation.user.create". Did you mean "conversation.user.created"?',
      },
    ]);
  });

  it('lets warnings pass but with --strict', async () => {
    expect((await rules('check', untested)).status).toBe(0);
    expect((await rules('check', untested, '--strict')).status).toBe(1);
  });

  it('shows people the line and the place in it, without colour where it is no terminal', async () => {
    const { stdout } = await rules('check', bad);
    const lines = stdout.split('\n');
    const source = lines.findIndex((line) => line.includes('- { id: a'));
    expect(lines[source + 1]?.indexOf('^')).toBe(lines[source]?.indexOf('conversation.user.create,'));
    expect(stdout).not.toContain('\u001B');
    expect(lines.every((line) => line.length <= 80 || line.includes(folder))).toBe(true);
  });

  it('exits 2 with nothing on stdout where a file cannot be read or the usage is wrong', async () => {
    for (const args of [
      ['check', join(folder, 'none.yaml')],
      ['check', folder],
      ['check'],
      ['chekc', good],
      ['check', good, '--jsn'],
    ]) {
      const { status, stdout, stderr } = await rules(...args);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).not.toBe('');
    }
  });
});

describe('rules decide', () => {
  it('prints nothing that a terminal would obey, though the file quotes it', async () => {
    const sent = file('escape.json', '\u001b[31mred');
    const { status, stdout, stderr } = await rules('decide', good, '--notification', sent);
    expect(status).toBe(1);
    expect(stdout + stderr).toContain('This is no notification');
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('prints the decision, keys in order', async () => {
    const { status, stdout } = await rules('decide', good, '--notification', notification, '--json');
    expect(status).toBe(0);
    const decision = JSON.parse(stdout);
    expect(Object.keys(decision)).toEqual([
      'notification',
      'subject',
      'matched',
      'conflicts',
      'changes',
      'needs',
    ]);
    expect(decision.changes).toEqual([
      { target: { type: 'conversation', id: '646' }, add: ['Refund'], remove: [] },
      { target: { type: 'contact', id: '676' }, add: ['Asked for money'], remove: [] },
    ]);
  });

  it('explains what did not match', async () => {
    const other = file('other.json', {
      id: 'n',
      topic: 'conversation.user.created',
      data: { item: { type: 'conversation', id: '1' } },
    });
    const { status, stdout } = await rules('decide', good, '--notification', other, '--json', '--explain');
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(stdout)).slice(2, 4)).toEqual(['matched', 'missed']);
  });

  it('takes facts', async () => {
    const facts = file('facts.json', {
      contact: { type: 'contact', id: '676', tags: { data: [{ id: '1', name: 'asked for MONEY' }] } },
    });
    const { stdout } = await rules(
      'decide',
      good,
      '--notification',
      notification,
      '--facts',
      facts,
      '--json',
    );
    expect(JSON.parse(stdout).changes).toHaveLength(1);
  });

  it('prints what check prints for a bad ruleset', async () => {
    const decided = await rules('decide', bad, '--notification', notification, '--json');
    const checked = await rules('check', bad, '--json');
    expect([decided.status, decided.stdout]).toEqual([1, checked.stdout]);
  });

  it('reports what is no notification, or no facts, as one diagnostic', async () => {
    const wrong = { 'not JSON': 'syntax', '[]': 'schema', '{"topic": 5}': 'schema' };
    for (const [content, code] of Object.entries(wrong)) {
      const file_ = file('wrong.json', content);
      const { status, stdout } = await rules('decide', good, '--notification', file_, '--json');
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        file: file_,
        ok: false,
        diagnostics: [{ code, line: 1 }],
      });
    }
    const facts = file('wrong-facts.json', '[]');
    expect(
      (await rules('decide', good, '--notification', notification, '--facts', facts, '--json')).status,
    ).toBe(1);
  });

  it('exits 2 without a notification to read', async () => {
    expect((await rules('decide', good)).status).toBe(2);
    expect((await rules('decide', good, '--notification', join(folder, 'none.json'))).status).toBe(2);
  });
});
