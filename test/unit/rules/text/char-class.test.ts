import { describe, expect, it } from 'vitest';
import { codePointBefore, codePointFrom } from '../../../../functions/rules/text/char-class.ts';

describe('codePointFrom', () => {
  it('reads a pair, a lone surrogate, and 0 at the end', () => {
    expect(['👍', '\udc4d', ''].map((text) => codePointFrom(text, 0))).toEqual([0x1f44d, 0xdc4d, 0]);
  });
});

describe('codePointBefore', () => {
  it('reads a pair as one', () => {
    expect(codePointBefore('a👍', 3)).toBe(0x1f44d);
  });

  it.each(['\udc4d', 'a\udc4d', 'a\ud83d'])('reads a lone surrogate as itself: %j', (text) => {
    expect(codePointBefore(text, text.length)).toBe(text.charCodeAt(text.length - 1));
  });
});
