import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldString } from '../../../../functions/rules/text/fold-string.ts';
import {
  compileKeyword,
  findKeyword,
  type Keyword,
  keywordOccurrences,
} from '../../../../functions/rules/text/keyword.ts';
import { type PreparedText, prepareText } from '../../../../functions/rules/text/prepare-text.ts';
import { runs } from '../../../support/runs.ts';
import { anyOptions, anyText } from './arbitrary-text.ts';

/** A text and a keyword that is likely to occur in it: a piece of it. */
const textWithPiece = fc
  .tuple(anyText, fc.nat(), fc.nat(), fc.constantFrom('', '*'))
  .map(([text, from, length, star]) => {
    const start = from % (text.length + 1);
    return { text, value: text.slice(start, start + 1 + (length % 6)) + star };
  });

function isCandidate(keyword: Keyword, text: PreparedText): boolean {
  const { tokens, prefixes, complete } = text.keys();
  const areAnchors =
    keyword.tokens.every((key) => tokens.includes(key)) &&
    keyword.prefixes.every((key) => prefixes().includes(key));
  return !complete || areAnchors;
}

describe('a keyword', () => {
  it('occurs only where all its anchors are among the keys of the text, whatever its options', () => {
    let occurred = 0;
    fc.assert(
      fc.property(textWithPiece, anyOptions, ({ text, value }, options) => {
        const keyword = compileKeyword(value, options);
        if ('error' in keyword) return;
        const prepared = prepareText(text);
        expect(keyword.tokens.length + keyword.prefixes.length).toBeGreaterThan(0);
        if (findKeyword(keyword, prepared) === null) return;
        occurred += 1;
        expect(isCandidate(keyword, prepared)).toBe(true);
      }),
      { numRuns: runs(20_000) },
    );
    expect(occurred).toBeGreaterThan(runs(1_000));
  });

  it('cuts out text that folds to a text containing it', () => {
    fc.assert(
      fc.property(textWithPiece, anyOptions, ({ text, value }, options) => {
        const keyword = compileKeyword(value, options);
        if ('error' in keyword || value.includes('*')) return;
        const span = findKeyword(keyword, prepareText(text));
        if (span === null) return;
        const words = foldString(value, options)
          .trim()
          .split(/\p{White_Space}+/u);
        const found = foldString(text.slice(span.start, span.end), options);
        expect(found.trim().split(/\p{White_Space}+/u)).toEqual(words);
      }),
      { numRuns: runs(5_000) },
    );
  });

  it('finds the leftmost occurrence, the first of all', () => {
    fc.assert(
      fc.property(textWithPiece, anyOptions, ({ text, value }, options) => {
        const keyword = compileKeyword(value, options);
        if ('error' in keyword) return;
        const prepared = prepareText(text);
        expect(findKeyword(keyword, prepared)).toEqual(keywordOccurrences(keyword, prepared)[0] ?? null);
      }),
      { numRuns: runs(2_000) },
    );
  });
});
