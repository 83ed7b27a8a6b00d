import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { errorsOf, withKeys, withWhen } from '../../support/rules/check-file.ts';

const numbered = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index));

describe('the limits of a ruleset file', () => {
  it('are 10 MB, in bytes', () => {
    const padding = (bytes: number) => `version: 1\nrules: []\n# ${'é'.repeat(bytes / 2)}`;
    const most = 10 * 1024 * 1024;
    expect(errorsOf(padding(most))).toEqual([
      'schema  1:1: This file has more than 10 MB. Split the rules over several workspaces.',
    ]);
    const text = padding(most - 24);
    expect(checkRuleset({ file: 'f', text: new TextEncoder().encode(text) }).ok).toBe(true);
    expect(checkRuleset({ file: 'f', text: new TextEncoder().encode(`${text}é`) }).ok).toBe(false);
  });

  it('are 20,000 rules', () => {
    const rules = (count: number) =>
      `version: 1\nrules:\n${numbered(count, (index) => `- { id: r${index}, trigger: ping, then: {} }`).join('\n')}`;
    const said = 'schema rules 3:1: A ruleset takes at most 20000 rules, and these are 20001.';
    expect(errorsOf(rules(20_001))).toContain(said);
  });

  it('are 10,000 values of a list', () => {
    const list = (count: number) => withKeys(`lists: { a: [${numbered(count, String).join(', ')}] }`);
    expect(errorsOf(list(10_000))).toEqual([]);
    expect(errorsOf(list(10_001))).toEqual([
      'schema lists.a 3:13: A list takes at most 10000 values, and these are 10001.',
    ]);
  });

  it('are 8 groups, those of named conditions included', () => {
    const nested = (depth: number, inner: string) =>
      `${'{ any: ['.repeat(depth)}${inner}${'] }'.repeat(depth)}`;
    const file = (own: number, named: number) => `version: 1
conditions: { deep: ${nested(named, '{ message.text: x }')} }
rules: [{ id: one, trigger: conversation.user.created, when: ${nested(own, '$deep')}, then: { add: X } }]
`;
    expect(errorsOf(file(4, 4))).toEqual([]);
    expect(errorsOf(file(4, 5))).toEqual([
      expect.stringMatching(/^schema .*With the groups of "deep", this nests more than 8 deep\.$/),
    ]);
    expect(errorsOf(withWhen(nested(9, '{ message.text: x }')))).toEqual([
      expect.stringMatching(/Groups nest at most 8 deep: give a part of this a name under "conditions"\.$/),
    ]);
  });

  it('are 10,000 diagnostics and 200 suggestions, so that a bad file is soon refused', () => {
    const tests = numbered(10_001, (index) => `{ mesage.text: ${index} }`).join(', ');
    const errors = errorsOf(withWhen(`{ any: [${tests}] }`));
    expect(errors).toHaveLength(10_000);
    expect(errors.filter((error) => error.endsWith('Did you mean "message.text"?'))).toHaveLength(200);
    expect(errors[200]).toMatch(/There is no field "mesage\.text"\. docs\/rules\.md lists the fields\.$/);
  });
});

describe('the bytes of a ruleset file', () => {
  const good = 'version: 1\nrules: []\n';
  const check = (text: string | Uint8Array) => checkRuleset({ file: 'f', text });

  it('may begin with a byte order mark, which moves no column', () => {
    expect(check(`\uFEFF${good}`).ok).toBe(true);
    expect(check(new TextEncoder().encode(`\uFEFF${good}`)).ok).toBe(true);
    expect(errorsOf(`\uFEFFversion: 2\nrules: []`)).toEqual([
      expect.stringMatching(/^schema version 1:10: /),
    ]);
  });

  it('are UTF-8', () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('version: 1\n# '), 0xff, 0x0a]);
    expect(check(bytes).diagnostics).toEqual([
      {
        severity: 'error',
        code: 'syntax',
        rule: null,
        path: '',
        line: 2,
        column: 3,
        message: 'This is not UTF-8 text. Save the file as UTF-8.',
      },
    ]);
  });
});
