import { describe, expect, it } from 'vitest';
import { prepareText, TEXT_LIMIT } from '../../../../functions/rules/text/prepare-text.ts';
import { compileRegex, type Regex } from '../../../../functions/rules/text/regex.ts';

function regex(pattern: string, options: { case?: 'exact' } = {}): Regex {
  const compiled = compileRegex(pattern, options);
  if ('error' in compiled) throw new Error(compiled.message);
  return compiled;
}

function found(pattern: string, text: string, options: { case?: 'exact' } = {}): string | null {
  const match = regex(pattern, options).find(prepareText(text));
  return match === null ? null : text.slice(match.start, match.end);
}

type Case = [pattern: string, text: string, expected: string | null];

describe('a regular expression', () => {
  it.each<Case>([
    ['order', 'My ORDER', 'ORDER'],
    ['café', 'cafe', null],
    ['café', 'CAFÉ', 'CAFÉ'],
    ['re.fund', 're\u00adfund', 're\u00adfund'],
    ['^b$', 'a\nb\nc', null],
    ['(?m)^b$', 'a\nb\nc', 'b'],
    ['b$', 'a\nb', 'b'],
    ['b$', 'b\n', null],
    ['a.b', 'a\nb', null],
    ['(?s)a.b', 'a\nb', 'a\nb'],
    ['\\bfoo', 'éfoo', 'foo'],
    ['\\w+', 'é!', null],
    ['\\d', '٣', null],
    ['.😀', 'x😀', 'x😀'],
    ['^.$', '😀', '😀'],
    ['[^a]', '\ud83d', '\ud83d'],
    ['a|ab', 'ab', 'a'],
    ['\\p{Greek}+', 'abc λόγος', 'λόγος'],
  ])('%j in %j is %j', (pattern, text, expected) => {
    expect(found(pattern, text)).toBe(expected);
  });

  it('lets case count where it is exact', () => {
    expect(found('IT', 'it is IT', { case: 'exact' })).toBe('IT');
  });

  it('gives the groups that took part, and names them all', () => {
    const compiled = regex('(?P<order>#\\d+)|(?<ticket>T-\\d+)');
    expect(compiled.groups).toEqual(['order', 'ticket']);
    expect(compiled.find(prepareText('about T-12 and #3'))).toEqual({
      start: 6,
      end: 10,
      groups: { ticket: 'T-12' },
    });
  });

  it.each([
    ['(a', 'missing closing ): `(a`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`: RE2 has no look-ahead and no look-behind'],
    ['(?<!a)b', 'invalid named capture: `(?<!a)b`: RE2 has no look-ahead and no look-behind'],
    ['(a)\\1', 'invalid escape sequence: `\\1`: RE2 has no back references'],
    ['\\u20ac', 'invalid escape sequence: `\\u`: a character by its number is written \\x{20ac}'],
    [
      '(?<a-b>x)',
      'invalid named capture: `(?<a-b>`: a group is named by ASCII letters, digits and underscores, as in (?<order>…)',
    ],
    ['a{1000}', 'it compiles to 1002 instructions; 300 are allowed'],
    ['a'.repeat(501), 'it has 501 characters; 500 are allowed'],
  ])('refuses %s', (pattern, message) => {
    expect(compileRegex(pattern)).toEqual({ error: 'bad_regex', message });
  });

  it('takes as many characters and instructions as are allowed', () => {
    expect(regex('a|'.repeat(250)).groups).toEqual([]);
    expect(regex('a{298}').groups).toEqual([]);
  });

  it.each([
    ['x$', null],
    ['x\\z', null],
    ['[$x]x[]$]*', 'start'],
    ['\\Qx\\E', 'start'],
    ['\\$|x', 'start'],
    ['(?m)x$', 'start'],
  ])('does not know the end of a text that was cut: %s', (pattern, expected) => {
    const match = regex(pattern).find(prepareText('xx\n'.repeat(TEXT_LIMIT / 2)));
    expect(match === null ? null : 'start').toBe(expected);
  });

  it('reads to the cut', () => {
    const match = regex('(?s).+').find(prepareText(`${'x'.repeat(TEXT_LIMIT - 1)}😀`));
    expect(match?.end).toBe(TEXT_LIMIT - 1);
  });
});
