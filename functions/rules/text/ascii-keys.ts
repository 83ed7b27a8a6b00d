import { classOf, SPACE, WORD } from './char-class.ts';
import { byteAt, intAt } from './number-at.ts';
import { characterHash, mixed, PREFIX_SALT, PREFIX_UNITS, sealed, WORD_SALT } from './token-hash.ts';
import { zeros } from './zeros.ts';

const LETTER = 1;
const SIGN = 2;

const KINDS = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const classes = classOf(unit);
  if ((classes & WORD) !== 0) return LETTER;
  return (classes & SPACE) === 0 ? SIGN : 0;
});

const SIGN_HASHES = Int32Array.from({ length: 0x80 }, (_, unit) => characterHash(unit));

/** Of most texts the hashes of the tokens, before they are sealed. */
const scratch = new Int32Array(8_192);

/**
 * The tokens of a text that is ASCII only, as most are. Words end after any number of letters, so a processor that
 * guesses a branch there guesses wrong. There is none: the hash so far is written down at every unit, and stays
 * where the next unit moves the count on.
 */
export function asciiTokens(text: string): number[] {
  const hashes = text.length < scratch.length ? scratch : new Int32Array(text.length + 1);
  let count = 0;
  let hash = 0;
  let inWord = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const kind = byteAt(KINDS, unit);
    const isLetter = kind & LETTER;
    hashes[count] = hash;
    count += inWord & (isLetter ^ 1);
    hash = mixed(hash, unit) & -isLetter;
    inWord = isLetter;
    hashes[count] = intAt(SIGN_HASHES, unit);
    count += kind >> 1;
  }
  hashes[count] = hash;
  return sealedTokens(hashes, count + inWord);
}

/** The prefixes of a text that is ASCII only: a pass of its own, since most rulesets look for none. */
export function asciiPrefixes(text: string): number[] {
  const prefixes: number[] = [];
  let hash = 0;
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (KINDS[unit] !== LETTER) {
      hash = 0;
      length = 0;
    } else if (length < PREFIX_UNITS) {
      hash = mixed(hash, unit);
      length += 1;
      prefixes.push(sealed(hash, PREFIX_SALT));
    }
  }
  return prefixes;
}

function sealedTokens(hashes: Int32Array, count: number): number[] {
  const tokens = zeros(count);
  for (let at = 0; at < count; at += 1) tokens[at] = sealed(intAt(hashes, at), WORD_SALT);
  return tokens;
}
