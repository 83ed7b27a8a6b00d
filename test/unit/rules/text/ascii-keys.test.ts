import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiPrefixes, asciiTokens } from '../../../../functions/rules/text/ascii-keys.ts';
import { textKeys } from '../../../../functions/rules/text/text-keys.ts';
import { runs } from '../../../support/runs.ts';

describe('the keys of an ASCII text', () => {
  it('are always those of any text', () => {
    const unit = fc.integer({ min: 0, max: 0x7f }).map((code) => String.fromCharCode(code));
    const ascii = fc.string({
      unit: fc.oneof(unit, fc.constantFrom('a', 'b', ' ', '_', '-')),
      maxLength: 40,
    });
    fc.assert(
      fc.property(ascii, (text) => {
        const expected = textKeys({ text, disguised: [] });
        expect(asciiTokens(text)).toEqual(expected.tokens);
        expect(asciiPrefixes(text)).toEqual(expected.prefixes());
        expect(expected.complete).toBe(true);
      }),
      { numRuns: runs(1000) },
    );
  });
});
