import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import { printRuleset } from '../../../functions/rules/print-ruleset.ts';
import { loadLanguageDetector } from '../../../functions/rules/text/language.ts';
import { publishRuleset, rollBackRuleset } from '../../../functions/store/publish-ruleset.ts';
import { createRulesets } from '../../../functions/store/rulesets.ts';
import { createTable, type Table } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { decisionInputs } from '../../support/arbitraries/decision-inputs.ts';
import { rulesets as anyRulesets } from '../../support/arbitraries/rulesets.ts';
import { emptyPartition } from '../../support/empty-partition.ts';
import { runs } from '../../support/runs.ts';
import { describeStore } from '../../support/store-engines.ts';

const now = Date.UTC(2026, 0, 7, 12);

/** A ruleset file with a rule for each word. */
const rulesFor = (...words: string[]) => ({
  file: 'rules.yaml',
  text: `version: 1\nrules:\n${words
    .map(
      (word) => `
  - id: tag-${word}
    trigger: conversation.user.created
    when: { message.text: { words: ${word} } }
    then: { add: [${word}] }
`,
    )
    .join('')}`,
});

describeStore((start) => {
  let database: LocalDatabase;
  let table: Table;
  beforeAll(async () => {
    database = await start();
    table = createTable(database.client, database.tableName, () => now);
  });
  beforeEach(() => emptyPartition(database, 'RULESET'));
  afterAll(() => database.close());

  const publish = (words: string[], by = 'ana', order: { over?: number; message?: string } = {}) =>
    publishRuleset(table, rulesFor(...words), { by, now, ...order });
  const ruleIds = async (version: number) =>
    (await createRulesets(table).read(version)).rules.map(({ id }) => id);

  describe('publishing', () => {
    it('makes numbered versions that stay as they are, and says which is current', async () => {
      expect(await createRulesets(table).pointer()).toBe(null);
      await publish(['refund'], 'ana', { message: 'First' });
      const second = await publish(['refund', 'bug'], 'ben');

      expect(second).toMatchObject({
        outcome: 'moved',
        pointer: {
          version: 2,
          by: 'ben',
          how: 'publish',
          rules: 2,
          language: 1,
          at: '2026-01-07T12:00:00.000Z',
        },
      });
      expect(await createRulesets(table).pointer()).toMatchObject({ version: 2 });
      expect([await ruleIds(1), await ruleIds(2)]).toEqual([['tag-refund'], ['tag-refund', 'tag-bug']]);
    });

    it('refuses what does not pass check, and stores nothing of it', async () => {
      const bad = { file: 'rules.yaml', text: 'version: 1\nrules: [{ id: 1 }]\n' };
      expect(await publishRuleset(table, bad, { by: 'ana', now })).toMatchObject({
        outcome: 'bad',
        diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
      });
      const failing = rulesFor('refund').text.concat(
        '    tests: [{ given: Hello, expect: { add: [refund] } }]\n',
      );
      expect(
        await publishRuleset(table, { file: 'rules.yaml', text: failing }, { by: 'ana', now }),
      ).toMatchObject({
        outcome: 'bad',
        diagnostics: [{ code: 'test_failed' }],
      });
      expect(await Promise.all(['VERSION#', 'MOVE#'].map((prefix) => table.list('RULESET', prefix)))).toEqual(
        [[], []],
      );
      expect(await createRulesets(table).pointer()).toBeNull();
    });

    it('makes no new version of what is current, whatever its comments', async () => {
      await publish(['refund']);
      const { file, text } = rulesFor('refund');
      const same = await publishRuleset(table, { file, text: `# the same\n${text}` }, { by: 'ben', now });
      expect(same).toMatchObject({ outcome: 'unchanged', pointer: { version: 1, by: 'ana' } });
      expect(await createRulesets(table).moves()).toHaveLength(1);
    });
  });

  describe('the second of two', () => {
    it('publishers that saw the same version is told who changed what', async () => {
      await publish(['refund']);
      await publish(['bug'], 'ana', { over: 1, message: 'Bugs instead' });
      expect(await publish(['spam'], 'ben', { over: 1 })).toMatchObject({
        outcome: 'conflict',
        pointer: { version: 2 },
        since: [{ move: 2, version: 2, by: 'ana', how: 'publish', message: 'Bugs instead' }],
      });
      expect(await ruleIds(2)).toEqual(['tag-bug']);
    });

    it('to move the pointer at the very same moment never wins, however many there are', async () => {
      const words = Array.from({ length: 8 }, (_, i) => `word${i}`);
      const results = await Promise.all(words.map((word) => publish([word], word, { over: 0 })));
      expect(results.filter(({ outcome }) => outcome === 'moved')).toHaveLength(1);
      expect(results.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(7);
      const [won] = results.flatMap((result) => (result.outcome === 'moved' ? [result.pointer] : []));
      expect(await ruleIds(won?.version ?? 0)).toEqual([`tag-${won?.by}`]);
      expect(await createRulesets(table).moves()).toMatchObject([{ move: 1, by: won?.by }]);
    });
  });

  describe('the history', () => {
    it('has every move, rollbacks too, with who and when', async () => {
      await publish(['refund'], 'ana');
      await publish(['bug'], 'ben');
      await rollBackRuleset(table, 1, { by: 'cleo', now, message: 'Bugs were wrong' });
      await publish(['spam'], 'ana');
      const moves = await createRulesets(table).moves();
      expect(moves.map(({ move, how, version, by }) => [move, how, version, by])).toEqual([
        [1, 'publish', 1, 'ana'],
        [2, 'publish', 2, 'ben'],
        [3, 'rollback', 1, 'cleo'],
        [4, 'publish', 3, 'ana'],
      ]);
      expect(moves[2]).toMatchObject({ message: 'Bugs were wrong', rules: 1 });
    });

    it('rolls back to no version that was never current', async () => {
      expect(await rollBackRuleset(table, 1, { by: 'ana', now })).toBe(null);
      await publish(['refund']);
      expect(await rollBackRuleset(table, 2, { by: 'ana', now })).toBe(null);
      expect(await rollBackRuleset(table, 1, { by: 'ana', now })).toMatchObject({ outcome: 'unchanged' });
    });

    it('refuses a rollback where somebody else moved the pointer first', async () => {
      await publish(['refund']);
      await publish(['bug']);
      await publish(['spam'], 'ben');
      expect(await rollBackRuleset(table, 1, { by: 'ana', now, over: 2 })).toMatchObject({
        outcome: 'conflict',
        since: [{ version: 3, by: 'ben' }],
      });
    });
  });

  describe('a stored version', () => {
    it('of 10,000 rules comes back whole, from several items', async () => {
      // Words that gzip finds nothing common in.
      const words = Array.from({ length: 10_000 }, (_, i) =>
        createHash('sha256').update(String(i)).digest('hex').replace(/^/, 'w'),
      );
      expect(await publish(words)).toMatchObject({ outcome: 'moved', pointer: { rules: 10_000 } });
      expect(await ruleIds(1)).toEqual(words.map((word) => `tag-${word}`));
      expect((await table.list('RULESET', 'VERSION#1')).length).toBeGreaterThan(1);
    });

    it('is refused where it is broken, is not there, or is of a later language', async () => {
      const rulesets = createRulesets(table);
      await expect(rulesets.read(1)).rejects.toMatchObject({ name: 'UnusableRulesetError', version: 1 });
      await publish(['refund']);
      const key = { pk: 'RULESET', sk: 'VERSION#1' };
      const set = (name: string, value: unknown) =>
        table.update(key, {
          text: 'SET #name = :value',
          names: { '#name': name },
          values: { ':value': value },
        });
      await set('digest', 'other');
      await expect(rulesets.read(1)).rejects.toThrow('not what was published');
      await set('parts', 2);
      await expect(rulesets.read(1)).rejects.toThrow('broken');
      await set('language', 2);
      await expect(rulesets.read(1)).rejects.toThrow('later language');
    });

    it('decides what the ruleset decides that was published, always', async () => {
      await loadLanguageDetector();
      await fc.assert(
        fc.asyncProperty(anyRulesets(), fc.array(decisionInputs(), { maxLength: 5 }), async (any, inputs) => {
          await emptyPartition(database, 'RULESET');
          const text = printRuleset({ ...any, rules: any.rules.map((rule) => ({ ...rule, tests: [] })) });
          const { ruleset } = checkRuleset({ file: 'rules.yaml', text });
          fc.pre(ruleset !== undefined);
          await publishRuleset(table, { file: 'rules.yaml', text }, { by: 'ana', now });
          const stored = await createRulesets(table).read(1);
          expect(stored).toEqual(ruleset);
          const [before, after] = [compileRuleset(ruleset), compileRuleset(stored)];
          for (const input of inputs) {
            expect(decide(after, { ...input, explain: true })).toEqual(
              decide(before, { ...input, explain: true }),
            );
          }
        }),
        { numRuns: runs(20) },
      );
    });

    it.each(readdirSync('rules/examples').filter((file) => file.endsWith('.yaml')))(
      'is what %s says, with its notifications',
      async (file) => {
        const read = (path: string) => readFileSync(`rules/examples/${path}`);
        const published = await publishRuleset(
          table,
          { file, text: read(file), readFile: read },
          { by: 'ana', now },
        );
        expect(published.outcome).toBe('moved');
        const { ruleset } = checkRuleset({ file, text: read(file) }, { readFile: read });
        expect(await createRulesets(table).read(1)).toEqual(ruleset);
      },
    );
  });
});
