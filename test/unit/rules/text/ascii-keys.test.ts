import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiKeys } from '../../../../functions/rules/text/ascii-keys.ts';
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
        const keys = asciiKeys(text);
        const expected = textKeys({ text, disguised: [] });
        expect(keys.tokens).toEqual(expected.tokens);
        expect(keys.prefixes).toEqual(expected.prefixes);
        expect(keys.complete).toBe(expected.complete);
      }),
      { numRuns: runs(1000) },
    );
  });
});
