import { classOf, SPACE, WORD } from './char-class.ts';
import type { TextKeys } from './text-keys.ts';
import { characterKey, mixed, PREFIX_SALT, PREFIX_UNITS, sealed, WORD_SALT } from './token-hash.ts';

/**
 * The keys of a text that is ASCII only, as most are: one pass over its units, each word hashed as it is read.
 * Prefixes take a second pass, and only where the index has any to look for.
 */
export function asciiKeys(text: string): TextKeys {
  let prefixes: number[] | undefined;
  return {
    tokens: tokensOf(text),
    get prefixes() {
      prefixes ??= prefixesOf(text);
      return prefixes;
    },
    complete: true,
  };
}

const BLANK = 0;
const LETTER = 1;
const SIGN = 2;

const KINDS = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const classes = classOf(unit);
  if ((classes & WORD) !== 0) return LETTER;
  return (classes & SPACE) === 0 ? SIGN : BLANK;
});

const SIGN_KEYS = Int32Array.from({ length: 0x80 }, (_, unit) => characterKey(unit));

function tokensOf(text: string): number[] {
  const tokens: number[] = [];
  let hash = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const kind = KINDS[unit];
    if (kind === LETTER) {
      hash = mixed(hash, unit);
      inWord = true;
      continue;
    }
    if (inWord) {
      tokens.push(sealed(hash, WORD_SALT));
      hash = 0;
      inWord = false;
    }
    if (kind === SIGN) tokens.push(SIGN_KEYS[unit] ?? 0);
  }
  if (inWord) tokens.push(sealed(hash, WORD_SALT));
  return tokens;
}

function prefixesOf(text: string): number[] {
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
