import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';

const rule = (id: string, parts: Record<string, unknown> = {}) => ({
  id,
  trigger: 'conversation.user.created',
  when: { 'message.text': { words: 'refund' } },
  then: { add: ['A'] },
  ...parts,
});

const rulesetOf = (parts: Record<string, unknown>): string =>
  JSON.stringify({ version: 1, rules: [], ...parts });

/** The codes of the errors that check finds. */
const errorsOf = (text: string): string[] =>
  checkRuleset({ file: 'ruleset.yaml', text })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

const words = (count: number): string[] => Array.from({ length: count }, (_, index) => `word ${index}`);
const withWords = (values: unknown) =>
  rulesetOf({ rules: [rule('a', { when: { 'message.text': { words: values } } })] });

describe('a limit of the language', () => {
  it.each([
    ['1,000 values a test', withWords(words(1_000)), withWords(words(1_001))],
    [
      '10,000 values a list',
      rulesetOf({ lists: { l: words(10_000) } }),
      rulesetOf({ lists: { l: words(10_001) } }),
    ],
    ['200 characters a keyword', withWords('a'.repeat(200)), withWords('a'.repeat(201))],
    [
      '50 tests a rule',
      rulesetOf({
        rules: [rule('a', { tests: Array.from({ length: 50 }, () => ({ given: 'x', expect: {} })) })],
      }),
      rulesetOf({
        rules: [rule('a', { tests: Array.from({ length: 51 }, () => ({ given: 'x', expect: {} })) })],
      }),
    ],
    [
      'names of 100 characters in a tag',
      rulesetOf({ rules: [rule('a', { then: { add: ['x'.repeat(100)] } })] }),
      undefined,
    ],
  ])('%s', (_name, within, beyond) => {
    expect(errorsOf(within)).toEqual([]);
    if (beyond !== undefined) expect(errorsOf(beyond)).toEqual(['schema']);
  });

  it('20,000 rules', { timeout: 120_000 }, () => {
    const many = (count: number) =>
      rulesetOf({ rules: Array.from({ length: count }, (_, index) => rule(`r-${index}`)) });
    expect(errorsOf(many(20_001))).toEqual(['schema']);
    expect(errorsOf(many(20_000))).toEqual([]);
  });

  it('a file of 10 MB', () => {
    const text = `${rulesetOf({})}\n#${'x'.repeat(10 * 1024 * 1024)}`;
    expect(errorsOf(text)).toEqual(['schema']);
  });

  it.each([
    ['500 characters an expression', 'a'.repeat(200), 'a'.repeat(501)],
    ['300 compiled instructions', '(abcde){20}', '(abcdefghij){100}'],
  ])('%s (bad_regex)', (_name, within, beyond) => {
    const withExpression = (matches: string) =>
      rulesetOf({ rules: [rule('a', { when: { 'message.text': { matches } } })] });
    expect(errorsOf(withExpression(within))).toEqual([]);
    expect(errorsOf(withExpression(beyond))).toEqual(['bad_regex']);
  });
});

describe('a file that is no ruleset', () => {
  it.each([
    ['binary', '\u0000\u0001\u0002\uFFFD'],
    [
      'an alias bomb',
      `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `k${i}: &k${i} [*a, *a, *a, *a]`).join('\n')}`,
    ],
    ['deep nesting', '['.repeat(5_000)],
    ['a JSON number', '5'],
    ['only a comment', '# nothing'],
    ['an unknown directive', '%FOO bar\n---\nversion: 1\n'],
    ['a key that is a map', '? {a: b}\n: c\nversion: 1\nrules: []\n'],
    ['prototype names', 'version: 1\nrules: []\n__proto__: {}\nconstructor: {}\n'],
  ])('%s is a diagnostic', (_name, text) => {
    expect(errorsOf(text).length).toBeGreaterThan(0);
  });
});
