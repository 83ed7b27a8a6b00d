import { mixed, sealed } from './token-hash.ts';

/**
 * The keys of the grams of a value, runs of as many units as the longest of its pieces has, three at most. All of
 * them are in every text, folded alike, in which the value occurs; so it is enough to file it under one.
 */
export interface Grams {
  readonly size: number;
  readonly keys: readonly number[];
}

const MOST_UNITS = 3;

/** Of what stands between white space in a value. */
export function gramsOf(pieces: readonly string[]): Grams {
  const size = Math.min(MOST_UNITS, Math.max(...pieces.map(({ length }) => length)));
  const keys: number[] = [];
  for (const piece of pieces) {
    for (let at = 0; at + size <= piece.length; at += 1) keys.push(gramKey(piece, at, size));
  }
  return { size, keys };
}

/** Of the gram of so many units that begins there. */
export function gramKey(text: string, at: number, size: number): number {
  let hash = size;
  for (let next = at; next < at + size; next += 1) hash = mixed(hash, text.charCodeAt(next));
  return sealed(hash, GRAM_SALT);
}

const GRAM_SALT = 0x3c6ef372;
