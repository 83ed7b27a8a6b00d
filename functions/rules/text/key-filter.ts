/** A bitmap of keys: tells at once of most words of a message that no rule has them, and the other way round. */

import { zeros } from './zeros.ts';

export interface KeyFilter {
  readonly words: Int32Array | readonly number[];
  readonly mask: number;
}

/** Sixteen bits for each key: of those that are not among them one in seventeen may seem to be. */
const BITS_PER_KEY = 16;

/** For keys that are kept as long as a ruleset is. */
export function filterOf(keys: readonly number[]): KeyFilter {
  return filled(new Int32Array(wordsFor(keys.length)), keys);
}

/** For the keys of one text: a plain array, since an engine makes one in a fraction of a typed array's time. */
export function passingFilterOf(keys: readonly number[]): KeyFilter {
  return filled(zeros(wordsFor(keys.length)), keys);
}

/** False: certainly not among the keys. */
export function mayHaveKey({ words, mask }: KeyFilter, key: number): boolean {
  return (Number(words[(key & mask) >>> 5]) & (1 << (key & 31))) !== 0;
}

function wordsFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, (count * BITS_PER_KEY) / 32)));
}

function filled(words: Int32Array | number[], keys: readonly number[]): KeyFilter {
  const mask = words.length * 32 - 1;
  for (const key of keys) {
    const word = (key & mask) >>> 5;
    words[word] = Number(words[word]) | (1 << (key & 31));
  }
  return { words, mask };
}
