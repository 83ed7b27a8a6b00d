/** Places filed under keys, in three flat arrays: few cache lines for each look-up, where a Map of arrays has many. */

import { filterOf, type KeyFilter, mayHaveKey } from '../text/key-filter.ts';
import { intAt, numberAt } from '../text/number-at.ts';
import { type Marks, marksFor } from './marks.ts';

export interface KeyTable {
  /** How many places are filed. */
  readonly size: number;
  /** Open addressing: a key and the first of its entries for each slot. */
  readonly slots: Int32Array;
  /** For each entry a place and the next entry under the same key. */
  readonly entries: Int32Array;
  readonly filter: KeyFilter;
  /** Which keys the decision in progress has met, by their first entry. */
  readonly met: Marks;
}

/** `places[i]` is filed under `keys[i]`, which is a `sealed` hash; a key may stand there many times. */
export function keyTableOf(keys: readonly number[], places: readonly number[]): KeyTable {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(keys.length * 2 + 2)) * 2).fill(NONE);
  const entries = new Int32Array(keys.length * 2);
  for (const [entry, key] of keys.entries()) {
    const slot = slotOf(slots, key);
    entries[entry * 2] = numberAt(places, entry);
    entries[entry * 2 + 1] = intAt(slots, slot + 1);
    slots[slot] = key;
    slots[slot + 1] = entry;
  }
  return { size: keys.length, slots, entries, filter: filterOf(keys), met: marksFor(keys.length) };
}

/** The first entry under a key, -1 where there is none. */
export function firstEntry({ filter, slots }: KeyTable, key: number): number {
  return mayHaveKey(filter, key) ? intAt(slots, slotOf(slots, key) + 1) : NONE;
}

/** The entry after this one under the same key, -1 where there is none. */
export function nextEntry({ entries }: KeyTable, entry: number): number {
  return intAt(entries, entry * 2 + 1);
}

export function placeOf({ entries }: KeyTable, entry: number): number {
  return intAt(entries, entry * 2);
}

/** Keys are hashes of thirty bits, so none of them is this. */
const NONE = -1;

/** The slot that a key has, or would take. At most half of the slots are taken. */
function slotOf(slots: Int32Array, key: number): number {
  const mask = slots.length / 2 - 1;
  let slot = key & mask;
  for (let held = slots[slot * 2]; held !== key && held !== NONE; held = slots[slot * 2]) {
    slot = (slot + 1) & mask;
  }
  return slot * 2;
}
