import { asciiPrefixes, asciiTokens } from './ascii-keys.ts';
import {
  classOf,
  codePointBefore,
  codePointFrom,
  MARK,
  SPACE,
  SPACELESS,
  unitsOf,
  WORD,
} from './char-class.ts';
import type { FoldedText } from './folded-text.ts';
import { numberAt } from './number-at.ts';
import { characterKey, mixed, PREFIX_SALT, PREFIX_UNITS, pairKey, sealed, WORD_SALT } from './token-hash.ts';

/**
 * A text as the numbers under which an inverted index files keywords: hashes, so that no token has to be cut
 * out of the text. Two tokens with one hash make a candidate too many, which the exact match then refuses.
 */
export interface TextKeys {
  /** Of each whole word, of each character and pair of characters of a spaceless script, of each other sign. */
  readonly tokens: readonly number[];
  /** Of the first one to `PREFIX_UNITS` units of each word. */
  readonly prefixes: () => readonly number[];
  /** False for a text that the keys do not describe in full (`splitDisguised`): then every keyword is a candidate. */
  readonly complete: boolean;
}

export function textKeys(
  folded: Pick<FoldedText, 'text' | 'disguised'> & { ascii?: boolean; mixed?: boolean },
): TextKeys {
  const { text, disguised } = folded;
  if (folded.ascii === true) {
    return { tokens: asciiTokens(text), prefixes: () => asciiPrefixes(text), complete: true };
  }
  const tokens: number[] = [];
  const prefixes: number[] = [];
  let spaceless = -1;
  for (let at = 0; at < text.length; ) {
    const codePoint = codePointFrom(text, at);
    const kind = ASCII_KINDS[codePoint] ?? kindOf(codePoint);
    if (kind === LETTER) {
      const end = wordEnd(text, at);
      pushWord(text, at, end, tokens, prefixes);
      at = end;
      spaceless = -1;
      continue;
    }
    // A mark is a letter after one (`wordEnd` takes it), and otherwise what it stands on.
    const isSpaceless = kind === SPACELESS_LETTER || (kind === ANY_MARK && spaceless !== -1);
    if (kind !== BLANK) tokens.push(characterKey(codePoint));
    if (isSpaceless && spaceless !== -1) tokens.push(pairKey(spaceless, codePoint));
    spaceless = isSpaceless ? codePoint : -1;
    at += unitsOf(codePoint);
  }
  return {
    tokens,
    prefixes: () => prefixes,
    complete: folded.mixed !== true && splitDisguised(text, disguised, tokens, prefixes),
  };
}

/** The key of a word that begins with `text`. */
export function prefixKey(text: string): number {
  return sealed(hashOf(text, Math.min(text.length, PREFIX_UNITS)), PREFIX_SALT);
}

/** Where the word, with its marks, ends that begins at `start`; `start` itself where none does. */
function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if (unit < 0x80) {
      if (ASCII_KINDS[unit] !== LETTER) break;
      end += 1;
    } else {
      const codePoint = codePointFrom(text, end);
      if (!isOfWord(kindOf(codePoint))) break;
      end += unitsOf(codePoint);
    }
  }
  return end;
}

/** Where the word begins that ends at `end`; `end` itself where none does. */
export function wordStart(text: string, end: number): number {
  let start = end;
  for (let at = end; at > 0; ) {
    const codePoint = codePointBefore(text, at);
    const kind = kindOf(codePoint);
    if (!isOfWord(kind)) break;
    at -= unitsOf(codePoint);
    if (kind === LETTER) start = at;
  }
  return start;
}

type Kind = 0 | 1 | 2 | 3 | 4;
const BLANK = 0;
const LETTER = 1;
const SPACELESS_LETTER = 2;
const SIGN = 3;
const ANY_MARK = 4;

function kindOf(codePoint: number): Kind {
  const classes = classOf(codePoint);
  if ((classes & MARK) !== 0) return ANY_MARK;
  if ((classes & WORD) !== 0) return (classes & SPACELESS) === 0 ? LETTER : SPACELESS_LETTER;
  return (classes & SPACE) === 0 ? SIGN : BLANK;
}

const isOfWord = (kind: Kind): boolean => kind === LETTER || kind === ANY_MARK;

const ASCII_KINDS: readonly Kind[] = Array.from({ length: 0x80 }, (_, unit) => kindOf(unit));

function pushWord(text: string, start: number, end: number, tokens: number[], prefixes: number[]): void {
  let hash = 0;
  for (let at = start; at < end; at += 1) {
    hash = mixed(hash, text.charCodeAt(at));
    if (at - start < PREFIX_UNITS) prefixes.push(sealed(hash, PREFIX_SALT));
  }
  tokens.push(sealed(hash, WORD_SALT));
}

/** Sixteen signs in one word are the work of no customer: the keys are then not complete. */
const CUTS_LIMIT = 32;

/**
 * In `Acme™` the words Acme, ™ and Acme™ can all be found, yet folding has made it one word, `acmetm`. So a
 * word that holds characters which were no letters is filed under all the pieces that can stand as whole words.
 */
function splitDisguised(
  text: string,
  disguised: readonly number[],
  tokens: number[],
  prefixes: number[],
): boolean {
  let done = -1;
  for (const [index, cut] of disguised.entries()) {
    if (cut <= done) continue;
    const start = wordStart(text, cut);
    const end = wordEnd(text, cut);
    done = end;
    const cuts = [start];
    for (const at of disguised.slice(index, index + 2 * CUTS_LIMIT).filter((later) => later < end)) {
      for (const edge of [at, marksEnd(text, at)]) if (cuts.at(-1) !== edge) cuts.push(edge);
    }
    if (cuts.length >= CUTS_LIMIT) return false;
    cuts.push(end);
    for (const from of cuts) pushPieces(text, from, end, cuts, tokens, prefixes);
  }
  return true;
}

/** Marks that follow belong to the character before them: a piece may end after them. */
function marksEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && kindOf(codePointFrom(text, end)) === ANY_MARK) {
    end += unitsOf(codePointFrom(text, end));
  }
  return end;
}

/** The pieces that begin at `start` and end at one of the cuts. */
function pushPieces(
  text: string,
  start: number,
  end: number,
  cuts: readonly number[],
  tokens: number[],
  prefixes: number[],
): void {
  let hash = 0;
  let cut = 0;
  for (let at = start; at < end; at += 1) {
    hash = mixed(hash, text.charCodeAt(at));
    if (at - start < PREFIX_UNITS) prefixes.push(sealed(hash, PREFIX_SALT));
    while (numberAt(cuts, cut) <= at) cut += 1;
    if (cuts[cut] === at + 1) tokens.push(sealed(hash, WORD_SALT));
  }
}

function hashOf(text: string, end: number): number {
  let hash = 0;
  for (let at = 0; at < end; at += 1) hash = mixed(hash, text.charCodeAt(at));
  return hash;
}
