import { describe, expect, it } from 'vitest';
import { compileKeyword, findKeyword } from '../../../../functions/rules/text/keyword.ts';
import { prepareText, TEXT_LIMIT } from '../../../../functions/rules/text/prepare-text.ts';

describe('prepareText', () => {
  it('takes a text of the limit whole', () => {
    const text = 'x'.repeat(TEXT_LIMIT);
    expect(prepareText(text)).toMatchObject({ original: text, cut: false });
  });

  it('cuts a longer one', () => {
    const prepared = prepareText(`${'x'.repeat(TEXT_LIMIT)}y`);
    expect(prepared.cut).toBe(true);
    expect(prepared.original).toBe('x'.repeat(TEXT_LIMIT));
  });

  it('never cuts inside a pair', () => {
    const prepared = prepareText(`${'x'.repeat(TEXT_LIMIT - 1)}👍`);
    expect(prepared.original).toBe('x'.repeat(TEXT_LIMIT - 1));
  });

  it('folds and files once', () => {
    const prepared = prepareText('Été');
    expect(prepared.folded({ case: 'exact' }).text).toBe('Ete');
    expect(prepared.folded({ accents: 'exact' }).text).toBe('été');
    expect(prepared.folded()).toBe(prepared.folded({}));
    expect(prepared.keys()).toBe(prepared.keys());
  });

  it('takes every keyword for a candidate where a character holds a mark and a Hangul final', () => {
    expect(prepareText('℠\u0e34\u11ab').keys().complete).toBe(false);
    expect(prepareText('℠\uff9f\u11ab').keys().complete).toBe(false);
    expect(prepareText('한글').keys().complete).toBe(true);
  });

  it('files a word of fifteen signs under all its pieces, one of more under none', () => {
    expect(prepareText('x™'.repeat(15)).keys().complete).toBe(true);
    expect(prepareText('x™'.repeat(16)).keys().complete).toBe(false);
  });

  it.each([
    ['one word without end', 'a'.repeat(1_000_000)],
    ['marks without end', '\u0338'.repeat(200_000)],
    ['invisible characters without end', '\u200b'.repeat(200_000)],
    ['lone surrogates without end', '\udc00'.repeat(200_000)],
    ['signs that fold to letters without end', '™'.repeat(200_000)],
  ])('reads %s', (_, text) => {
    const prepared = prepareText(text);
    const keyword = compileKeyword('refund');
    expect('error' in keyword ? undefined : findKeyword(keyword, prepared)).toBeNull();
    expect(prepared.keys().complete).toBe(!text.startsWith('™'));
  });
});

describe('the keys of a sign that folds to letters and carries a mark', () => {
  it('are those of each word that it may be', () => {
    const keyword = compileKeyword('a');
    const prepared = prepareText('™\u0301a');
    expect(prepared.keys().complete).toBe(true);
    expect(prepareText(`™${'\u20dd'.repeat(200)}a`).keys().complete).toBe(true);
    expect('error' in keyword ? [] : keyword.tokens.every((key) => prepared.mayHaveToken(key))).toBe(true);
  });
});
