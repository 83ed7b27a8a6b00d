import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CloudFormationRequest } from '../../../functions/publish/cloud-formation-request.ts';
import { deployRuleset } from '../../../functions/publish/deploy-ruleset.ts';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { publishRuleset, rollBackRuleset } from '../../../functions/store/publish-ruleset.ts';
import { createRulesets, storedForm } from '../../../functions/store/rulesets.ts';
import { createTable, type Table } from '../../../functions/store/table.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { emptyPartition } from '../../support/empty-partition.ts';

const now = Date.UTC(2026, 0, 7, 12);
type Properties = CloudFormationRequest['ResourceProperties'];
type Mode = Properties['Mode'];

const fileOf = (tag: string) => ({
  file: 'rules/test.yaml',
  text: `
version: 1
rules:
  - id: a
    trigger: conversation.user.created
    then: { add: [${tag}] }
`,
});

let database: LocalDatabase;
let table: Table;
beforeAll(async () => {
  database = await startDynalite();
  table = createTable(database.client, database.tableName, () => now);
});
beforeEach(() => emptyPartition(database, 'RULESET'));
afterAll(() => database.close());

/** One stack as CloudFormation drives it: it knows the properties of the last deploy that it completed. */
function aStack() {
  let current: { tag: string; properties: Properties } | undefined;
  let forced = 0;
  const ask = (
    RequestType: CloudFormationRequest['RequestType'],
    tag: string,
    to: Properties,
    from?: Properties,
    isRollingBack = false,
  ) =>
    deployRuleset(
      { table, readAsset: async () => fileOf(tag), isRollingBack: async () => isRollingBack, now: () => now },
      {
        RequestType,
        RequestId: 'r',
        StackId: 'stack',
        LogicalResourceId: 'Ruleset',
        ResponseURL: 'https://answer.test',
        ResourceProperties: to,
        ...(from && { OldResourceProperties: from }),
      },
    );
  const propertiesOf = (tag: string, Mode: Mode): Properties => {
    const { ruleset } = checkRuleset(fileOf(tag));
    const Digest = ruleset === undefined ? 'bad' : storedForm(ruleset).digest;
    forced += 1;
    return { Digest, Mode, ...(Mode === 'force' && { ForcedAt: String(forced) }) };
  };
  return {
    /** `ends: 'failed'`: another resource of the stack fails afterwards. */
    async deploy(
      tag: string,
      { mode = 'publish', ends = 'well' }: { mode?: Mode; ends?: 'well' | 'failed' } = {},
    ) {
      const [from, to] = [current, propertiesOf(tag, mode)];
      const back = () =>
        from === undefined ? ask('Delete', tag, to) : ask('Update', from.tag, from.properties, to, true);
      const said = await ask(from === undefined ? 'Create' : 'Update', tag, to, from?.properties).catch(
        async (error: unknown) => {
          await back();
          throw error;
        },
      );
      if (ends === 'failed') return back();
      current = { tag, properties: to };
      return said;
    },
    /** The same request again, as Lambda sends it where an answer got lost. */
    async repeat(tag: string) {
      const to = propertiesOf(tag, 'publish');
      await ask('Update', tag, to, current?.properties);
      await ask('Update', tag, to, current?.properties);
      const from = current;
      current = { tag, properties: to };
      return { rollBack: () => from && ask('Update', from.tag, from.properties, to, true) };
    },
    destroy: () => current && ask('Delete', current.tag, current.properties),
  };
}

const byHand = (tag: string, by = 'ana') =>
  publishRuleset(table, fileOf(tag), { by, message: `Now ${tag}`, now });

/** The tag that the current version adds, and its number. */
async function current(): Promise<string> {
  const rulesets = createRulesets(table);
  const pointer = await rulesets.pointer();
  if (pointer === null) return 'none';
  const ruleset = await rulesets.read(pointer.version);
  return `${pointer.version}: ${ruleset.rules.flatMap(({ then }) => then.flatMap(({ add }) => add.flatMap((tag) => ('name' in tag ? tag.name : [])))).join()}`;
}

describe('cdk deploy', () => {
  it('publishes the file, and another one over what it published last', async () => {
    const stack = aStack();
    expect(await stack.deploy('one')).toBe('rules/test.yaml is version 1.');
    expect(await stack.deploy('two')).toBe('rules/test.yaml is version 2.');
    expect(await current()).toBe('2: two');
    expect(await createRulesets(table).moves()).toMatchObject([
      { how: 'deploy', by: 'cdk deploy', message: 'rules/test.yaml' },
      { how: 'deploy' },
    ]);
  });

  it('refuses a file that does not pass check, and stores nothing', async () => {
    await expect(aStack().deploy('""')).rejects.toMatchObject({
      name: 'DeployRefusedError',
      message: expect.stringMatching(/^rules\/test\.yaml does not pass check: line 6: /),
    });
    expect(await current()).toBe('none');
  });

  it('refuses to publish over what somebody published since, and says who, what and when', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await byHand('hotfix', 'ben');
    await expect(stack.deploy('two')).rejects.toThrow(
      'rules/test.yaml was not published, for the rules were changed since the last deploy: ' +
        'ben published version 2 on 2026-01-07 at 12:00 UTC ("Now hotfix"). ',
    );
    expect(await current()).toBe('2: hotfix');
  });

  it('refuses so where somebody rolled back since', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await stack.deploy('two');
    await rollBackRuleset(table, 1, { by: 'cleo', now });
    await expect(stack.deploy('three')).rejects.toThrow('cleo rolled back to version 1 on');
    expect(await current()).toBe('1: one');
  });

  it('goes on where the file is what somebody published by hand', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await byHand('hotfix');
    expect(await stack.deploy('hotfix')).toBe('The file is current already, as version 2.');
    await stack.deploy('two');
    expect(await current()).toBe('3: two');
  });

  it("leaves somebody's version where the file is unchanged", async () => {
    const stack = aStack();
    await stack.deploy('one');
    await byHand('hotfix');
    await stack.deploy('one', { mode: 'skip' });
    expect(await stack.deploy('one')).toContain('version 2 stays current');
    expect(await current()).toBe('2: hotfix');
  });

  it('refuses where versions are there that no deploy has published', async () => {
    await byHand('one');
    await expect(aStack().deploy('two')).rejects.toThrow('ana published version 1');
  });

  it('publishes over everything with -c rules=force, again and again', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await byHand('hotfix');
    await stack.deploy('two', { mode: 'force' });
    expect(await current()).toBe('3: two');
    await byHand('hotfix');
    await stack.deploy('two', { mode: 'force' });
    expect(await current()).toBe('5: two');
    await byHand('hotfix');
    await expect(stack.deploy('three')).rejects.toThrow('ana published version 6');
  });

  it('publishes nothing with -c rules=skip, and the file with the next deploy', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await stack.deploy('two', { mode: 'skip' });
    expect(await current()).toBe('1: one');
    await stack.deploy('two');
    expect(await current()).toBe('2: two');
  });

  it('leaves everything as it is when the stack goes', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await stack.destroy();
    expect(await current()).toBe('1: one');
  });
});

describe('a rollback of the stack', () => {
  it('moves the pointer back, and the next deploy publishes over that', async () => {
    const stack = aStack();
    await stack.deploy('one');
    expect(await stack.deploy('two', { ends: 'failed' })).toBe('Version 1 is current again.');
    expect(await current()).toBe('1: one');
    await stack.deploy('three');
    expect(await current()).toBe('3: three');
  });

  it('moves it back also where Lambda had sent the request twice', async () => {
    const stack = aStack();
    await stack.deploy('one');
    const { rollBack } = await stack.repeat('two');
    expect(await current()).toBe('2: two');
    await rollBack();
    expect(await current()).toBe('1: one');
  });

  it('leaves what somebody has published in the meantime', async () => {
    const stack = aStack();
    await stack.deploy('one');
    const { rollBack } = await stack.repeat('two');
    await byHand('hotfix');
    expect(await rollBack()).toBe('There is nothing to take back.');
    expect(await current()).toBe('3: hotfix');
  });

  it('restores what a forced deploy had replaced, over which the next one asks again', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await byHand('hotfix');
    await stack.deploy('two', { mode: 'force', ends: 'failed' });
    expect(await current()).toBe('2: hotfix');
    await expect(stack.deploy('three')).rejects.toThrow('ana published version 2');
    expect(await current()).toBe('2: hotfix');
  });

  it('takes back nothing of a deploy that published nothing', async () => {
    const stack = aStack();
    await stack.deploy('one');
    await stack.deploy('two');
    await stack.deploy('two', { mode: 'skip' });
    await stack.deploy('two', { ends: 'failed' });
    await stack.deploy('three', { mode: 'skip', ends: 'failed' });
    expect(await current()).toBe('2: two');
    await stack.deploy('three', { ends: 'failed' });
    expect(await current()).toBe('2: two');
  });

  it('of the very first deploy leaves its version, which the next one replaces', async () => {
    await aStack().deploy('one', { ends: 'failed' });
    await aStack().deploy('two');
    expect(await current()).toBe('2: two');
  });
});
