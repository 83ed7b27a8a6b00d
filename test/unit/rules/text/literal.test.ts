import { describe, expect, it } from 'vitest';
import type { FoldOptions } from '../../../../functions/rules/text/fold-string.ts';
import { compileLiteral, type LiteralOperator } from '../../../../functions/rules/text/literal.ts';
import { prepareText, TEXT_LIMIT } from '../../../../functions/rules/text/prepare-text.ts';

function found(operator: LiteralOperator, value: string, text: string, options?: FoldOptions): string | null {
  const literal = compileLiteral(operator, value, options);
  if ('error' in literal) throw new Error(`'${value}' is empty`);
  const span = literal.find(prepareText(text));
  return span === null ? null : text.slice(span.start, span.end);
}

type Case = [operator: LiteralOperator, value: string, text: string, expected: string | null];

describe('a literal', () => {
  it.each<Case>([
    ['contains', 'fund', 'a Refund', 'fund'],
    ['contains', 'fund', 'a fun day', null],
    ['contains', 'money back', 'moMONEY \n backs', 'MONEY \n back'],
    ['contains', 'money back', 'moneyback', null],
    ['contains', 'a b', 'a c a  b', 'a  b'],
    ['contains', ' no ', 'I know  no\tlimit', '  no\t'],
    ['contains', ' no ', 'I know', null],
    ['contains', ' no', 'no', null],
    ['contains', 'inan', 'ﬁnance', 'ﬁnan'],
    ['contains', 'nic', 'ｐａｎｉｃ!', 'ｎｉｃ'],
    ['contains', 'e', 'cafe\u0301', 'e\u0301'],
    ['contains', 'ほ', 'a 🈀', '🈀'],
    ['contains', '*', 'a * b', '*'],
    ['contains', '£5', 'only £50', '£5'],
    ['contains', 'か', 'か\u3099', null],
    ['starts_with', 'Re: ', 'RE:   hello', 'RE:   '],
    ['starts_with', 'Re:', ' Re: hello', null],
    ['starts_with', ' Re:', '  Re: hello', '  Re:'],
    ['starts_with', 'f', 'ﬁn', 'ﬁ'],
    ['starts_with', 'hello', 'hell', null],
    ['starts_with', 'a b', 'ab', null],
    ['ends_with', '@example.com', 'jo@EXAMPLE.com', '@EXAMPLE.com'],
    ['ends_with', '@example.com', 'jo@example.com.au', null],
    ['ends_with', 'thank you', 'Thanks! Thank  You', 'Thank  You'],
    ['ends_with', ' you', 'thank  you', '  you'],
    ['ends_with', 'thank you', 'thankyou', null],
    ['ends_with', 'i', 'ﬁ', 'ﬁ'],
    ['ends_with', 'bye', 'bye\u200b', 'bye'],
  ])('%s %j in %j is %j', (operator, value, text, expected) => {
    expect(found(operator, value, text)).toBe(expected);
  });

  it('lets case and accents count where they are exact', () => {
    expect(found('contains', 'ABC', 'abc ABC', { case: 'exact' })).toBe('ABC');
    expect(found('starts_with', 'é', 'e', { accents: 'exact' })).toBeNull();
  });

  it('does not know the end of a text that was cut', () => {
    const text = `${'x'.repeat(TEXT_LIMIT)}x`;
    expect(found('ends_with', 'x', text)).toBeNull();
    expect(found('starts_with', 'x', text)).toBe('x');
  });

  it.each(['', ' \t', '\u00ad', '\u200b \u200b'])('is empty: %j', (value) => {
    expect(compileLiteral('contains', value)).toEqual({ error: 'empty_value' });
  });
});
