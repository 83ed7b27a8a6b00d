import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { publishRuleset, rollBackRuleset } from '../../functions/store/publish-ruleset.ts';
import { createRulesets } from '../../functions/store/rulesets.ts';
import { createTable, type Table } from '../../functions/store/table.ts';
import { ENVIRONMENTS } from '../../infra/environments.ts';
import { type LocalAws, startLocalAws } from './local-aws.ts';

const folder = mkdtempSync(join(tmpdir(), 'tagwright-rules-'));
let aws: LocalAws;
let table: Table;

beforeAll(async () => {
  aws = await startLocalAws(ENVIRONMENTS['dev']?.region ?? '');
  writeRules('First');
  const outputs = await deploy();
  table = createTable(new DynamoDBClient(aws.clientConfig), outputs['TableName'] ?? '', Date.now);
}, 300_000);

afterAll(async () => {
  await aws?.stop();
  rmSync(folder, { recursive: true });
});

const context = () => ({ rulesFolder: folder });
const deploy = (more: Record<string, string> = {}) => aws.cdk.deploy('dev', { ...context(), ...more });

function rulesOf(tag: string): string {
  return `
version: 1
rules:
  - id: everything
    trigger: conversation.user.created
    then: { add: [${tag}] }
`;
}

const writeRules = (tag: string) => writeFileSync(join(folder, 'dev.yaml'), rulesOf(tag));
const byHand = (tag: string) =>
  publishRuleset(table, { file: 'hotfix.yaml', text: rulesOf(tag) }, { by: 'ana', now: Date.now() });

/** The current version, and what it tags. */
async function current() {
  const rulesets = createRulesets(table);
  const version = (await rulesets.pointer())?.version ?? 0;
  const { rules } = await rulesets.read(version);
  return { version, add: rules[0]?.then[0]?.add };
}

describe('cdk deploy', () => {
  it('has published the file of the environment', async () => {
    onTestFailed(() => console.error(aws.log()));
    expect(await current()).toEqual({ version: 1, add: [{ name: 'First' }] });
    expect(await createRulesets(table).moves()).toMatchObject([
      { by: 'cdk deploy', message: 'rules/dev.yaml' },
    ]);
  });

  it('publishes a changed file as a new version, and then leaves no diff', async () => {
    writeRules('Second');
    await deploy();
    expect(await current()).toEqual({ version: 2, add: [{ name: 'Second' }] });
    await aws.cdk.expectNoDiff('dev', context());
  });

  it('does not begin with a file that does not pass check, and shows where', async () => {
    writeRules('""');
    await expect(deploy()).rejects.toThrow(/rules\/dev\.yaml:6:\d+ error empty_value in everything/);
    expect((await current()).version).toBe(2);
  });

  it('fails over what somebody has published since, and names who and what', async () => {
    await byHand('Hotfix');
    writeRules('Third');
    await expect(deploy()).rejects.toThrow(
      /rules\/dev\.yaml was not published, for the rules were changed since the last deploy: ana published version 3/,
    );
    expect(await current()).toEqual({ version: 3, add: [{ name: 'Hotfix' }] });
  });

  it('leaves that with -c rules=skip, and replaces it with -c rules=force', async () => {
    await deploy({ rules: 'skip' });
    expect((await current()).version).toBe(3);
    await deploy({ rules: 'force' });
    expect(await current()).toEqual({ version: 4, add: [{ name: 'Third' }] });
  });

  it('fails over a rollback by hand, too', async () => {
    await rollBackRuleset(table, 2, { by: 'ben', now: Date.now() });
    writeRules('Fourth');
    await expect(deploy()).rejects.toThrow(/ben rolled back to version 2/);
    expect((await current()).version).toBe(2);
    await deploy({ rules: 'force' });
  });
});

describe('a rollback of the stack', () => {
  it('moves the pointer back', async () => {
    const before = await current();
    writeRules('Fifth');
    const deployed = aws.cdk.deployChanged('dev', context(), (resources) => {
      const ruleset = Object.keys(resources).find((id) => id.startsWith('Ruleset')) ?? '';
      resources['Failing'] = {
        Type: 'Custom::Failing',
        DependsOn: [ruleset],
        Properties: { ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:nobody' },
      };
    });
    await expect(deployed).rejects.toThrow(/Failing/);
    expect(await current()).toEqual(before);
    expect((await createRulesets(table).moves()).slice(-2)).toMatchObject([
      { how: 'deploy', version: before.version + 1 },
      { how: 'rollback', version: before.version, message: 'The stack was rolled back' },
    ]);
  });

  it('does not keep the next deploy from publishing', async () => {
    writeRules('Sixth');
    await deploy();
    expect((await current()).add).toEqual([{ name: 'Sixth' }]);
  });
});
