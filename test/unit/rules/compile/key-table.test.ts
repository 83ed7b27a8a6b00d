import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstEntry, keyTableOf } from '../../../../functions/rules/compile/key-table.ts';
import { marksFor } from '../../../../functions/rules/compile/marks.ts';

/** All places under a key, as the index walks them. */
function placesUnder(table: ReturnType<typeof keyTableOf>, key: number): number[] {
  const places: number[] = [];
  for (let entry = firstEntry(table, key); entry !== -1; entry = table.entries[entry * 2 + 1] ?? -1) {
    places.push(table.entries[entry * 2] ?? -1);
  }
  return places.sort((a, b) => a - b);
}

/** Few keys, so that many stand in one slot, and those at the ends of what a hash can be. */
const key = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: 0, max: 4 }).map((index) => index * 2 ** 20),
  fc.constantFrom(0, 2 ** 30 - 1),
);

describe('a table of keys', () => {
  it('always has under a key just the places that were filed there', () => {
    fc.assert(
      fc.property(fc.array(key), key, (keys, other) => {
        const table = keyTableOf(
          keys,
          keys.map((_, place) => place),
        );
        for (const each of [...keys, other]) {
          expect(placesUnder(table, each)).toEqual(keys.flatMap((filed, at) => (filed === each ? [at] : [])));
        }
      }),
    );
  });
});

describe('marks', () => {
  it('tell what is new since they were last cleared', () => {
    const marks = marksFor(3);
    expect([marks.mark(1), marks.mark(1), marks.mark(2)]).toEqual([true, false, true]);
    marks.clear();
    expect([marks.mark(1), marks.mark(0)]).toEqual([true, true]);
  });
});
