import { describe, expect, it } from 'vitest';
import { caseFold } from '../../../../functions/rules/text/case-fold.ts';

/** The mappings of status F (full, more than one character) of Unicode's CaseFolding.txt, but for Greek with iota. */
const FULL: readonly (readonly [string, string])[] = [
  ['ß', 'ss'],
  ['İ', 'i\u0307'],
  ['ŉ', 'ʼn'],
  ['ǰ', 'j\u030c'],
  ['ΐ', 'ι\u0308\u0301'],
  ['ΰ', 'υ\u0308\u0301'],
  ['և', 'եւ'],
  ['ẖ', 'h\u0331'],
  ['ẗ', 't\u0308'],
  ['ẘ', 'w\u030a'],
  ['ẙ', 'y\u030a'],
  ['ẚ', 'aʾ'],
  ['ẞ', 'ss'],
  ['ὐ', 'υ\u0313'],
  ['ᾀ', 'ἀι'],
  ['ᾈ', 'ἀι'],
  ['ᾳ', 'αι'],
  ['ᾶ', 'α\u0342'],
  ['ᾷ', 'α\u0342ι'],
  ['ᾼ', 'αι'],
  ['ῗ', 'ι\u0308\u0342'],
  ['ῤ', 'ρ\u0313'],
  ['ﬀ', 'ff'],
  ['ﬃ', 'ffi'],
  ['ﬅ', 'st'],
  ['ﬓ', 'մն'],
  ['ﬗ', 'մխ'],
];

describe('caseFold', () => {
  it.each(FULL)('folds %s to %s', (character, folded) => {
    expect(caseFold(character)).toBe(folded);
  });

  it.each([
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['ς', 'σ'],
    ['ı', 'ı'],
    ['I', 'i'],
    ['Ꭰꭰᏸ', 'ᎠᎠᏰ'],
    ['\u0345', 'ι'],
    ['K', 'k'],
    ['𐐀', '𐐨'],
    ['\ud801', '\ud801'],
    ['ASCII', 'ascii'],
  ])('folds %s to %s', (text, folded) => {
    expect(caseFold(text)).toBe(folded);
  });

  it('changes just the characters that Unicode says it changes, to what matches them ignoring case', () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint < 0x110000; codePoint += 1) {
      if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
      const character = String.fromCodePoint(codePoint);
      const folded = caseFold(character);
      // The property is defined on the decomposed character.
      const isDecomposed = character.normalize('NFD') === character;
      if (isDecomposed && /\p{CWCF}/u.test(character) !== (folded !== character)) wrong.push(character);
      if (caseFold(folded) !== folded) wrong.push(character);
      // The engine's `i` and `u` compare by Unicode's simple case folding.
      const isSimple = folded !== character && Array.from(folded).length === 1;
      if (isSimple && !new RegExp(folded, 'iu').test(character)) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  });
});
