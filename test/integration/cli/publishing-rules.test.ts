import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTable } from '../../../functions/store/table.ts';
import { createTagCatalogue } from '../../../functions/store/tag-catalogue.ts';
import { runRules } from '../../../infra/cli/rules/run-rules.ts';
import { type LocalService, startLocalService } from '../../support/local-service.ts';
import { atTerminal, type OpsOptions } from '../../support/ops/ops-command.ts';
import { serviceEnvironment } from '../../support/ops/service-environment.ts';

let folder: string;
let service: LocalService;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-publish-'));
  service = await startLocalService(undefined, { workers: 0 });
});
afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const token = () => JSON.stringify({ access_token: service.workspace.options.token });

/** `npm run rules -- <argv>` on the environment `dev`, which knows its Intercom token unless told otherwise. */
async function rules(argv: string[], options: OpsOptions & { intercom?: string } = {}) {
  const { intercom = token(), ...more } = options;
  const shared = argv[0] === 'check' ? [] : ['--env', 'dev', '--data', folder];
  const result = await atTerminal(runRules, [...argv, ...shared], {
    openEnvironment: async () => serviceEnvironment(service, { intercom }),
    ...more,
  });
  const lines = argv.includes('--json') ? [] : withoutFolder(result.stdout).split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  return result;
}

const by = (name: string, ...argv: string[]) => rules([...argv, '--by', name, '--yes']);

const rule = (id: string, tag = id) => `
  - id: ${id}
    trigger: conversation.user.created
    when: { message.text: { words: ${id} } }
    then: { add: [${tag}] }
    tests: [{ given: Please ${id} me, expect: { add: [${tag}] } }]
`;

function file(name: string, ...parts: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `version: 1\nrules:${parts.join('')}`);
  return path;
}

const withoutFolder = (text: string) => text.replaceAll(folder, '…');

describe('rules plan', () => {
  it('shows what comes, changes and goes, and the tags to be created', async () => {
    await service.api('POST', '/tags', { name: 'Refund' });
    await by('ana', 'publish', file('first.yaml', rule('refund', 'Refund'), rule('cancel'), rule('spam')));
    const second = file(
      'second.yaml',
      rule('refund', 'Refund').replace('words: refund', 'words: [refund, money back]'),
      rule('cancel', 'Cancellation'),
      rule('bug', 'Bug'),
    );
    const { status, stdout } = await rules(['plan', second]);
    expect(withoutFolder(stdout)).toMatchInlineSnapshot(`
      "…/second.yaml over dev (version 1, by ana)

      + bug

      - spam

      ~ refund  when
          …
              words:
                - refund
        +       - money back
          then:
            add:
          …

      ~ cancel  then, tests
          …
          then:
            add:
        -     - cancel
        +     - Cancellation
          mode: live
          priority: 0
          …
              expect:
                add:
        -         - cancel
        +         - Cancellation

      1 added, 2 changed, 1 removed, 0 unchanged

      2 tags to be created:
        Cancellation  cancel
        Bug  bug
      "
    `);
    expect(status).toBe(0);
  });

  it('prints one JSON document', async () => {
    await by('ana', 'publish', file('first.yaml', rule('refund', 'Refund'), rule('spam')));
    const second = file('second.yaml', rule('refund', 'Money'), rule('bug'));
    const { status, stdout } = await rules(['plan', second, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      file: second,
      environment: 'dev',
      ok: true,
      version: 1,
      same: false,
      added: ['bug'],
      changed: [{ rule: 'refund', keys: ['then', 'tests'] }],
      removed: ['spam'],
      unchanged: 0,
      tags: { source: 'intercom', toCreate: [{ name: 'Money', rules: ['refund'] }, { name: 'bug' }] },
    });
    expect(status).toBe(0);
  });

  it('prints what check prints of a bad file, and exits 1', async () => {
    const bad = file('bad.yaml', rule('refund').replace('Please refund me', 'Hello'));
    const [plan, check] = [await rules(['plan', bad]), await rules(['check', bad])];
    expect(plan.stdout).toContain('test_failed in refund');
    expect(plan).toMatchObject({ status: 1, stdout: check.stdout });
  });

  it('fails where tags are missing that may not be created, and so does publish', async () => {
    const path = file('strict.yaml', rule('refund', 'Refund'));
    writeFileSync(
      path,
      `settings: { create_missing_tags: false }\nversion: 1\nrules:${rule('refund', 'Refund')}`,
    );
    const plan = await rules(['plan', path]);
    expect(plan.stdout).toContain('1 tag missing:\n  Refund  refund\n');
    expect(plan.status).toBe(1);
    expect((await by('ana', 'publish', path)).status).toBe(1);

    await service.api('POST', '/tags', { name: 'REFUND' });
    expect((await rules(['plan', path])).status).toBe(0);
  });

  it('goes by the catalogue where Intercom cannot be asked, and says so', async () => {
    const path = file('first.yaml', rule('refund', 'Refund'), rule('spam', 'Spam'));
    const unset = { intercom: '' };
    expect((await rules(['plan', path], unset)).stdout).toContain(
      'Which tags the workspace lacks is not known',
    );

    const { client, tableName } = service.stack.database;
    const table = createTable(client, tableName, Date.now);
    await createTagCatalogue(client, tableName, table, Date.now).remember({ id: '1', name: 'Refund' });
    expect((await rules(['plan', path], unset)).stdout).toContain(
      '1 tag to be created (by the catalogue: Intercom cannot be asked):\n  Spam  spam\n',
    );
  });
});

describe('rules publish', () => {
  it('shows the plan, asks, and makes a new version current', async () => {
    const path = file('first.yaml', rule('refund'));
    const no = await rules(['publish', path], { answers: ['n'] });
    expect(no).toMatchObject({ status: 1, stderr: `Publish ${path} to dev? [y/N] \nNothing was changed.\n` });
    expect((await rules(['versions'])).stdout).toBe('Nothing was published to dev yet.\n');

    const yes = await rules(['publish', path, '-m', 'The first', '--by', 'ana'], { answers: ['y'] });
    expect(yes.status).toBe(0);
    expect(yes.stdout).toContain('+ refund\n');
    expect(yes.stdout).toContain('Version 1 is current in dev. It decides within 10 s.\n');
    expect(JSON.parse((await rules(['versions', '--json'])).stdout)).toMatchObject({
      version: 1,
      history: [{ version: 1, by: 'ana', message: 'The first', how: 'publish', rules: 1 }],
    });
  });

  it('changes nothing without --yes where nobody can be asked', async () => {
    const { status, stderr } = await rules(['publish', file('first.yaml', rule('refund'))]);
    expect(stderr).toMatch(/Nothing was changed: without a terminal to ask at, give --yes/);
    expect(status).toBe(2);
  });

  it('never publishes what does not pass check', async () => {
    const bad = file('bad.yaml', rule('refund').replace('Please refund me', 'Hello'));
    const { status, stdout } = await rules(['publish', bad, '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, diagnostics: [{ code: 'test_failed' }] });
    expect(status).toBe(1);
    expect(JSON.parse((await rules(['versions', '--json'])).stdout)).toMatchObject({ version: 0 });
  });

  it('has nothing to do where the file is current', async () => {
    const path = file('first.yaml', rule('refund'));
    await by('ana', 'publish', path);
    const { status, stdout } = await by('ben', 'publish', path);
    expect(stdout).toContain('Nothing would change');
    expect(stdout).toContain('Version 1 is current already in dev.');
    expect(status).toBe(0);
  });

  it('is refused where somebody published since plan, and says who and what', async () => {
    const mine = file('mine.yaml', rule('refund'));
    await by('ana', 'publish', file('first.yaml', rule('spam')));
    await rules(['plan', mine]);
    await by('ben', 'publish', file('theirs.yaml', rule('bug')), '-m', 'Bugs');

    const refused = await by('ana', 'publish', mine);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(
      /^Nothing was changed: dev has version 2 by now, since\n {2}- ben published/,
    );
    expect(refused.stdout).toContain('("Bugs")');

    await rules(['plan', mine]);
    expect((await by('ana', 'publish', mine)).status).toBe(0);
  });

  it('is refused by --expect where another version is current', async () => {
    const [one, two] = [file('one.yaml', rule('refund')), file('two.yaml', rule('bug'))];
    expect((await by('ana', 'publish', one, '--expect', '0')).status).toBe(0);
    const refused = await by('ben', 'publish', two, '--expect', '0', '--json');
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      ok: false,
      outcome: 'conflict',
      version: 1,
      since: [{ by: 'ana', version: 1 }],
    });
    expect((await by('ben', 'publish', two, '--expect', '1')).status).toBe(0);
  });
});

describe('rules versions and rollback', () => {
  beforeEach(async () => {
    await by('ana', 'publish', file('one.yaml', rule('refund')), '-m', 'First');
    await by('ben', 'publish', file('two.yaml', rule('refund'), rule('bug')), '-m', 'With bugs');
  });

  it('make an older version current again, and list it all', async () => {
    const back = await by('cleo', 'rollback', '1', '-m', 'Bugs were wrong');
    expect(back.status).toBe(0);
    expect(back.stdout).toContain('From version 2 back to 1 in dev:\n\n- bug\n');
    expect(back.stdout).toContain('Version 1 is current in dev.');

    const { stdout } = await rules(['versions']);
    expect(stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, '2026-01-07 12:00')).toBe(
      [
        '  version  when (UTC)        who    rules  message',
        '▸ 1        2026-01-07 12:00  cleo       1  (rolled back) Bugs were wrong',
        '  2        2026-01-07 12:00  ben        2  With bugs',
        '  1        2026-01-07 12:00  ana        1  First',
        '',
      ].join('\n'),
    );
    expect((await rules(['versions', '--limit', '1'])).stdout).toContain('… and 2 before: --limit 3');
  });

  it('ask first, and do nothing twice', async () => {
    expect((await rules(['rollback', '1'], { answers: [''] })).status).toBe(1);
    expect((await by('ana', 'rollback', '2')).stdout).toBe('Version 2 is current already in dev.\n');
    expect((await by('ana', 'rollback', '1', '--expect', '1')).status).toBe(1);
  });

  it('tell in one line what was never there', async () => {
    expect(await by('ana', 'rollback', '7')).toMatchObject({
      status: 2,
      stderr: 'rules: dev never had a version 7: npm run --silent rules -- versions --env dev\n',
    });
    expect((await by('ana', 'rollback', 'one')).stderr).toMatch(/It is a whole number/);
  });
});
