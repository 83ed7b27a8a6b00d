import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../../../infra/cli/rules/diff-lines.ts';
import { runs } from '../../../../support/runs.ts';

const shown = (before: string, after: string) =>
  diffLines(before.split(''), after.split('')).map(({ kind, text }) => `${kind} ${text}`);

describe('the lines that are different', () => {
  it('are shown with two around them, and a line for what is left out', () => {
    expect(shown('abcdefgh', 'abcdXfgh')).toEqual([
      'gap …',
      'same c',
      'same d',
      'gone e',
      'new X',
      'same f',
      'same g',
      'gap …',
    ]);
  });

  it('are none of equal texts', () => {
    expect(shown('abc', 'abc')).toEqual(['gap …']);
  });

  it('always make the old text and the new one', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after).filter(({ kind }) => kind !== 'gap');
        const changed = lines.some(({ kind }) => kind !== 'same');
        expect(changed).toBe(before.join() !== after.join());
        const count = (kind: string, of: readonly string[], letter: string) =>
          lines.filter((line) => line.kind === kind && line.text === letter).length -
          of.filter((each) => each === letter).length;
        // What is in both, shown or left out, is as much of the one as of the other.
        for (const letter of ['a', 'b', 'c']) {
          expect(count('gone', before, letter)).toBe(count('new', after, letter));
        }
      }),
      { numRuns: runs(100) },
    );
  });
});
