import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTagName } from '../../functions/fold-tag-name.ts';
import { tagKey } from '../../functions/rules/text/equality-key.ts';

describe('foldTagName', () => {
  it.each([
    ['MyTag', 'mytag'],
    [' vip ', 'VIP'],
    ['Straße', 'STRASSE'],
    ['E\u0301TAT', 'état'],
  ])('takes %j and %j for the same tag', (one, other) => {
    expect(foldTagName(one)).toBe(foldTagName(other));
  });

  it('always agrees with the rules', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(foldTagName(name)).toBe(tagKey(name));
      }),
    );
  });
});
