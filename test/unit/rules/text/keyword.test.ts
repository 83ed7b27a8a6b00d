import { describe, expect, it } from 'vitest';
import type { FoldOptions } from '../../../../functions/rules/text/fold-string.ts';
import {
  compileKeyword,
  type Exception,
  findKeyword,
  type Keyword,
  keywordOccurrences,
} from '../../../../functions/rules/text/keyword.ts';
import { prepareText } from '../../../../functions/rules/text/prepare-text.ts';

function keyword(value: string, options: FoldOptions = {}): Keyword {
  const compiled = compileKeyword(value, options);
  if ('error' in compiled) throw new Error(`'${value}' is empty`);
  return compiled;
}

interface Look {
  options?: FoldOptions;
  except?: string[];
}

/** What of the text is found, or null. */
function found(value: string, text: string, { options = {}, except = [] }: Look = {}): string | null {
  const struck = except.map(
    (phrase): Exception => ({
      occurrences: (each) => keywordOccurrences(keyword(phrase, options), each),
    }),
  );
  const span = findKeyword(keyword(value, options), prepareText(text), struck);
  return span === null ? null : text.slice(span.start, span.end);
}

type Case = [value: string, text: string, expected: string | null];

describe('a keyword', () => {
  it.each<Case>([
    ['money back', 'I want my MONEY   back!', 'MONEY   back'],
    ['money  back', 'money\n\t back', 'money\n\t back'],
    ['money back', 'money\u00a0\u2003back', 'money\u00a0\u2003back'],
    ['money back', 'moneyback', null],
    ['refund', 'refunds', null],
    ['refund', 'prerefund', null],
    ['refund', 'refund_id', null],
    ['refund', '(refund)', 'refund'],
    ['refund', 'refund2', null],
    ['refund', 'a refunded refund', 'refund'],
    ["don't", 'I don’t know', 'don’t'],
    ['“quoted”', 'a "quoted" word', '"quoted"'],
    ['2020–2021', 'in 2020-2021', '2020-2021'],
    ['e-mail', 'my e‑mail', 'e‑mail'],
    ['refund', 're\u00adfund', 're\u00adfund'],
    ['refund', '\u200brefund\u200b', 'refund'],
    ['fund', 're\u00adfund', null],
    ['refund', 'refund\u200bs', null],
    ['cafe', 'CAFÉ', 'CAFÉ'],
    ['CAFÉ', 'cafe', 'cafe'],
    ['cafe', 'ein cafe\u0301!', 'cafe\u0301'],
    ['strasse', 'Straße', 'Straße'],
    ['STRASSE', 'straẞe', 'straẞe'],
    ['istanbul', 'İSTANBUL', 'İSTANBUL'],
    ['istanbul', 'ıstanbul', 'ıstanbul'],
    ['ODOS', 'οδος', null],
    ['ΟΔΟΣ', 'οδος', 'οδος'],
    ['lodz', 'Łódź', 'Łódź'],
    ['aeroe', 'Ærø', null],
    ['aero', 'Ærø', 'Ærø'],
    ['finance', 'ﬁnance', 'ﬁnance'],
    ['inance', 'ﬁnance', null],
    ['f', 'ﬁ', null],
    ['abc', 'ａｂｃ', 'ａｂｃ'],
    ['чай', 'ЧАЙ', 'ЧАЙ'],
    ['чаи', 'чай', null],
    ['еж', 'ёж', 'ёж'],
    ['שלום', 'שָׁלוֹם', 'שָׁלוֹם'],
    ['مرحبا', 'مَرْحَبًا', 'مَرْحَبًا'],
  ])('folds: %j in %j is %j', (value, text, expected) => {
    expect(found(value, text)).toBe(expected);
  });

  it.each<Case>([
    ['Acme', 'Acme™ is nice', 'Acme'],
    ['Acme™', 'Acme™', 'Acme™'],
    ['acmetm', 'Acme™', 'Acme™'],
    ['acmetm', 'Acme™™', 'Acme™'],
    ['™', 'Atmosphere', null],
    ['™', 'Acme™', '™'],
    ['返金', '返金してください', '返金'],
    ['返金', 'すぐ返金', '返金'],
    ['refund', 'refundしたい', 'refund'],
    ['refund', 'すぐrefund', 'refund'],
    ['ガ', 'ｶﾞ', 'ｶﾞ'],
    ['か', 'か\u3099', null],
    ['คืนเงิน', 'ขอคืนเงินด้วย', 'คืนเงิน'],
    ['คน', 'คน\u0e34', null],
    ['환불', '환불해 주세요', null],
    ['환불', '환불 주세요', '환불'],
    ['👍', 'thanks👍', '👍'],
    ['👍', 'thanks👍🏽great', '👍'],
    ['❤', 'I❤️you', '❤️'],
    ['❤️', 'I❤you', '❤'],
    ['👩‍💻', 'a👩‍💻b', '👩‍💻'],
    ['$50', 'US$50', '$50'],
    ['$50', 'US$500', null],
    ['#1', '#12', null],
    ['#1', 'ticket#1', null],
    ['#1', 'we are #1!', '#1'],
    ['C++', 'I write C++ daily', 'C++'],
    ['C++', 'C++11', 'C++'],
    ['C++', 'ObjC++', null],
    ['+', 'a+\u0338b', null],
    ['1', '1️⃣', null],
    ['x', 'x\u0302', 'x\u0302'],
    ['refund', 'é\u0301refund', null],
    ['5', 'ⅴ5', null],
  ])('stands as whole words: %j in %j is %j', (value, text, expected) => {
    expect(found(value, text)).toBe(expected);
  });

  it.each<Case>([
    ['cancel*', 'He cancelled it', 'cancelled'],
    ['cancel*', 'cancel', 'cancel'],
    ['cancel*', 'uncancelled', null],
    ['cancel*', 'cancel_now-2', 'cancel_now'],
    ['cancel*', 'cancel™', 'cancel'],
    ['cancel* subscription*', 'Cancelling  subscriptions?', 'Cancelling  subscriptions'],
    ['cancel* subscription*', 'cancel my subscription', null],
    ['f*', 'a ﬁnance', 'ﬁnance'],
    ['t*', '™', null],
    ['cafe*', 'cafe\u0301s', 'cafe\u0301s'],
    ['返金*', '返金して、', '返金して'],
    ['5 * 3', 'is 5 * 3 right', '5 * 3'],
    ['a*b', 'a*b', 'a*b'],
    ['a*b', 'ab', null],
    ['5\\*', 'a 5* hotel', '5*'],
    ['5\\*', '50', null],
    ['**x', '**x', '**x'],
  ])('takes stars: %j in %j is %j', (value, text, expected) => {
    expect(found(value, text)).toBe(expected);
  });

  it.each<Case>([
    ['cancel ... subscription', 'please cancel my subscription', 'cancel my subscription'],
    ['cancel … subscription', 'cancel subscription', 'cancel subscription'],
    [
      'cancel ... subscription',
      'cancel one two three four five subscription',
      'cancel one two three four five subscription',
    ],
    ['cancel ... subscription', 'cancel one two three four five six subscription', null],
    ['cancel ... subscription', "cancel I don't need e-mail or the subscription", null],
    [
      'cancel ... subscription',
      "cancel, I don't need e-mail - the subscription",
      "cancel, I don't need e-mail - the subscription",
    ],
    ['cancel ... subscription', 'subscription cancel', null],
    ['cancel ... subscription', 'cancelled subscription', null],
    [
      'cancel ... subscription',
      'cancel a subscription, any subscription',
      'cancel a subscription, any subscription',
    ],
    ['cancel ... subscription', 'cancel 1 2 3 4 5 6 cancel my subscription', 'cancel my subscription'],
    ['a ... b ... c', 'a 1 b 2 3 4 5 6 c', 'a 1 b 2 3 4 5 6 c'],
    ['a ... b ... c', 'a 1 b 2 3 4 5 6 7 c', null],
    ['a ... ... b', 'a 1 2 3 4 5 6 7 8 9 10 b', 'a 1 2 3 4 5 6 7 8 9 10 b'],
    ['解約 ... お願い', '解約をお願いします', '解約をお願い'],
    ['wait ...', 'wait ... what', 'wait ...'],
    ['... wait', 'well ... wait', '... wait'],
  ])('takes gaps: %j in %j is %j', (value, text, expected) => {
    expect(found(value, text)).toBe(expected);
  });

  it('does not count what stands in a phrase of `except`', () => {
    const except = ['refund policy', 'no refund*'];
    expect(found('refund', 'Your refund policy?', { except })).toBeNull();
    expect(found('refund', 'Your refund policy gives no refund', { except })).toBeNull();
    expect(found('refund', 'REFUND policy, and a Refund', { except })).toBe('Refund');
    expect(found('cancel ... plan', 'cancel anytime? cancel my plan', { except: ['cancel anytime'] })).toBe(
      'cancel my plan',
    );
  });

  it('lets case count with `case: exact`', () => {
    const options = { case: 'exact' } as const;
    expect(found('IT', 'it is in IT', { options })).toBe('IT');
    expect(found('Cafe', 'cafe Café', { options })).toBe('Café');
    expect(found('AERO', 'ÆRO', { options })).toBe('ÆRO');
  });

  it('lets accents count with `accents: exact`', () => {
    const options = { accents: 'exact' } as const;
    expect(found('papá', 'papa PAPA\u0301', { options })).toBe('PAPA\u0301');
    expect(found('x', 'x\u0302', { options })).toBeNull();
    expect(found('ı', 'i', { options })).toBeNull();
  });

  it.each(['', ' ', '*', '**', ' * ', '* *', '\u00ad', '\u200b*', '️'])('is empty: %j', (value) => {
    expect(compileKeyword(value)).toEqual({ error: 'empty_value' });
  });

  it('gives all occurrences, each with its longest end', () => {
    const text = prepareText('cancel cancel plan plan');
    expect(keywordOccurrences(keyword('cancel ... plan'), text)).toEqual([
      { start: 0, end: 23 },
      { start: 7, end: 23 },
    ]);
  });
});

describe('a star', () => {
  it('never begins inside a sign', () => {
    const half = '\ud83d';
    expect(found(`${half}*`, '👍')).toBeNull();
  });
});
