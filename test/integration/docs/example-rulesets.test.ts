import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { loadLanguageDetector } from '../../../functions/rules/text/language.ts';

const folder = new URL('../../../rules/examples/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const readExample = (file: string) => readFileSync(new URL(file, folder), 'utf8');

await loadLanguageDetector();

describe('the example rulesets', () => {
  it.each(files)('%s has neither errors nor warnings', (file) => {
    expect(checkRuleset({ file, text: readExample(file) }).diagnostics).toEqual([]);
  });

  it.each(files)('%s shows of every rule what it matches and what it leaves alone', (file) => {
    const { ruleset } = checkRuleset({ file, text: readExample(file) });
    const onesided = ruleset?.rules.filter(({ when, tests }) => {
      const matching = tests.filter(({ expect: changes }) => changes.length > 0).length;
      return matching === 0 || (when !== undefined && matching === tests.length);
    });
    expect(onesided).toEqual([]);
  });

  it.each(files)('%s names the schema by which editors complete it', (file) => {
    const [first] = readExample(file).split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../../docs/ruleset.schema.json');
  });
});
