import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classOf, EXTENDS } from '../../../../functions/rules/text/char-class.ts';
import { foldText } from '../../../../functions/rules/text/fold.ts';
import { foldString } from '../../../../functions/rules/text/fold-string.ts';
import { isCharacterBoundary, spanToOriginal } from '../../../../functions/rules/text/folded-text.ts';
import { runs } from '../../../support/runs.ts';
import { anyOptions, anyText } from './arbitrary-text.ts';

describe('foldText', () => {
  it('folds character by character to what folding the whole text gives', () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        expect(foldText(text, options).text).toBe(foldString(text, options));
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        const once = foldText(text, options).text;
        expect(foldText(once, options).text).toBe(once);
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('maps every span of characters back to text that folds to it', () => {
    fc.assert(
      fc.property(anyText, anyOptions, fc.nat(), fc.nat(), (text, options, one, other) => {
        const folded = foldText(text, options);
        const boundaries = Array.from({ length: folded.text.length + 1 }, (_, index) => index).filter(
          (index) => isCharacterBoundary(folded, index),
        );
        const [from = 0, to = 0] = [one, other]
          .map((pick) => boundaries[pick % boundaries.length] ?? 0)
          .toSorted((a, b) => a - b);
        if (from === to) return;
        const { start, end } = spanToOriginal(folded, from, to);
        expect(foldString(text.slice(start, end), options)).toBe(folded.text.slice(from, to));
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('widens a span inside a character to the whole of it', () => {
    expect(spanToOriginal(foldText('aﬁb'), 2, 3)).toEqual({ start: 1, end: 2 });
    expect(spanToOriginal(foldText('a👍b'), 2, 3)).toEqual({ start: 1, end: 3 });
    expect(spanToOriginal(foldText('a👍b'), 1, 2)).toEqual({ start: 1, end: 3 });
    expect(spanToOriginal(foldText('a🈀b'), 1, 2)).toEqual({ start: 1, end: 3 });
    expect(spanToOriginal(foldText('e\u0301\u00ad!'), 0, 1)).toEqual({ start: 0, end: 2 });
  });

  it('maps an empty span at either end to that end', () => {
    expect(spanToOriginal(foldText('ß!'), 3, 3)).toMatchObject({ start: 2, end: 2 });
    expect(spanToOriginal(foldText('ß!'), 0, 0)).toMatchObject({ start: 0, end: 0 });
  });

  it('never makes one character of the halves of two', () => {
    expect(foldText('\ud83d\ufe0f\udc4d').text).toBe('\ufffd\ufffd');
    expect(foldString('\ud83d\ufe0f\udc4d', {})).toBe('\ufffd\ufffd');
    expect(foldText('\ud83d\udc4d').text).toBe('👍');
  });

  it('keeps no offsets where they are the same', () => {
    expect(foldText('Größe').starts).not.toBeNull();
    expect(foldText('GRÜN, Ёж 👍 返金').starts).toBeNull();
    expect(foldText('plain ASCII').starts).toBeNull();
  });

  it('folds an ASCII control character to itself beside others', () => {
    expect(foldText('\0é\0').text).toBe('\0e\0');
  });

  it('grows where folding makes a text much longer', () => {
    const folded = foldText('ﷺ'.repeat(3_000));
    expect(folded.text).toBe('صلى الله عليه وسلم'.repeat(3_000));
    expect(spanToOriginal(folded, 18, 36)).toEqual({ start: 1, end: 2 });
    expect(foldText(`${'ß'.repeat(4_096)}a`).text).toBe(`${'ss'.repeat(4_096)}a`);
  });

  it('folds marks without end in pieces, since normalising sorts them in quadratic time', () => {
    const text = `a${'\u0301\u0316'.repeat(40_000)}b`;
    const folded = foldText(text, { accents: 'exact' });
    expect(folded.text.startsWith('á')).toBe(true);
    expect(folded.text.length).toBe(text.length - 1);
  });
});

describe('the characters that compose with what stands before them', () => {
  it('are the marks, and what NFKD begins with a mark or a Hangul vowel or final', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint < 0x110000; codePoint += 1) {
      const first = String.fromCodePoint(codePoint).normalize('NFKD').codePointAt(0) ?? 0;
      const character = String.fromCodePoint(first);
      const isKiratRai = codePoint === 0x16d63 || (codePoint >= 0x16d67 && codePoint <= 0x16d6a);
      const extends_ = /[\p{M}\u1161-\u1175\u11a8-\u11c2]/u.test(character) || isKiratRai;
      const isMark = /\p{M}/u.test(String.fromCodePoint(codePoint));
      if (((classOf(codePoint) & EXTENDS) !== 0) !== (extends_ || isMark)) wrong.push(codePoint.toString(16));
    }
    expect(wrong).toEqual([]);
  });
});

describe('what folding remembers', () => {
  it('has an end, and nothing depends on it', () => {
    const text = Array.from({ length: 6_000 }, (_, index) => String.fromCodePoint(0x20000 + index)).join('');
    expect(foldText(text).text).toBe(text);
    expect(foldText('CAFÉ').text).toBe('cafe');
  });
});
