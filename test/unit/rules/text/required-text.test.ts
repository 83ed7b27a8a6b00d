import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../../functions/rules/text/fold.ts';
import { prepareText } from '../../../../functions/rules/text/prepare-text.ts';
import { compileRegex } from '../../../../functions/rules/text/regex.ts';
import { requiredText } from '../../../../functions/rules/text/required-text.ts';
import { runs } from '../../../support/runs.ts';

describe('what an expression cannot do without', () => {
  it.each<[pattern: string, texts: string[] | undefined]>([
    ['order', ['order']],
    ['\\bORDER\\s*#?(?<order>\\d{5,8})\\b', ['order']],
    ['my order', ['order']],
    ['refund|money back', ['refund', 'money']],
    ['(?:refund|chargeback)s?', ['refund', 'chargeback']],
    ['(?i)(?P<x>refund)+', ['refund']],
    ['(?i:refund)', ['refund']],
    ['(refund)?', undefined],
    ['(refund)*x', undefined],
    ['(refund){0,2}', undefined],
    ['(refund){2}', ['refund']],
    ['refund|', undefined],
    ['ab', undefined],
    ['abcd+e', ['abcd']],
    ['abcd?efg', ['abc']],
    ['abcd*?efgh', ['efgh']],
    ['abc{0}def', ['def']],
    ['abc+*def', ['def']],
    ['abc{x}', ['abc']],
    ['ab[cd]efg', ['efg']],
    ['[]abc]def', ['def']],
    ['[^\\]abc]def', ['def']],
    ['[[:alpha:]abc]def', ['def']],
    ['\\x41bc', undefined],
    ['\\x{41}bcd', ['bcd']],
    ['\\101bc', undefined],
    ['\\pLabc', ['abc']],
    ['\\p{Greek}abc', ['abc']],
    ['abc\\.def', ['abc']],
    ['\\Qa+b\\E', undefined],
    ['(abc(defgh))', ['defgh']],
    // RE2 takes the star for the c's.
    ['abc(?-i)*', undefined],
    ['abc(?-i)d', ['abc']],
    ['rückgabe', ['ckgabe']],
    ['\\', undefined],
    ['', undefined],
  ])('%s: %j', (pattern, texts) => {
    expect(requiredText(pattern)).toEqual(texts);
  });

  const piece = fc.constantFrom(
    'abc',
    'kss',
    '123',
    'a',
    '.',
    ' ',
    '\\d',
    '\\w',
    '\\b',
    '[abc]',
    '[^x]',
    '\\x61',
    '\\141',
    '\\pL',
    '^',
    '$',
    '\\.',
    'é',
  );
  const patterns = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      piece,
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
      fc
        .tuple(tie('node'), fc.constantFrom('?', '*', '+', '{2}', '{0,1}', '{1,}', '+?'))
        .map(([a, times]) => `(${a})${times}`),
      fc.tuple(tie('node'), fc.constantFrom('?', '*', '+', '{0}')).map(([a, times]) => `${a}${times}`),
      tie('node').map((a) => `(?i)${a}`),
    ),
  })).node;
  const texts = fc
    .array(
      fc.constantFrom(
        'abc',
        'ABC',
        'kss',
        'KſS',
        'K',
        '123',
        'a',
        'b',
        'c',
        ' ',
        'é',
        '\u0301',
        '\u200b',
        '\u0338',
        '\u20e3',
        '1',
        '.',
      ),
      {
        maxLength: 12,
      },
    )
    .map((each) => each.join(''));

  it('is always in the text in which it is found', () => {
    let found = 0;
    fc.assert(
      fc.property(
        patterns,
        texts,
        fc.constantFrom({}, { case: 'exact' as const }),
        (pattern, text, options) => {
          const compiled = compileRegex(pattern, options);
          const required = requiredText(pattern);
          fc.pre(!('error' in compiled));
          if (required !== undefined && compiled.find(prepareText(text)) !== null) {
            found += 1;
            const folded = foldText(text).text;
            expect(required.some((each) => folded.includes(each))).toBe(true);
          }
        },
      ),
      { numRuns: runs(2_000) },
    );
    expect(found).toBeGreaterThan(0);
  });
});
