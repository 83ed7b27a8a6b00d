/** A bitmap of keys: tells at once of most words of a message that no rule has them, and the other way round. */

export interface KeyFilter {
  /** False: certainly not among the keys. */
  mayHave(key: number): boolean;
}

/** Sixteen bits for each key: of those that are not among them one in seventeen may seem to be. */
const BITS_PER_KEY = 16;

export function filterOf(keys: Iterable<number>, count: number): KeyFilter {
  const size = 2 ** Math.ceil(Math.log2(Math.max(32, count * BITS_PER_KEY)));
  const words = new Int32Array(size / 32);
  const mask = size - 1;
  for (const key of keys) {
    const bit = key & mask;
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return { mayHave: (key) => ((words[(key & mask) >>> 5] ?? 0) & (1 << (key & 31))) !== 0 };
}
