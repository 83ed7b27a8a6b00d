import { foldString } from './fold-string.ts';
import type { KeywordPart, KeywordParts, KeywordWord } from './parse-keyword.ts';
import { prefixKey, textKeys, wordStart } from './text-keys.ts';

/**
 * Each of them is among the keys of every text in which the keyword occurs (where those are complete), whatever
 * the options; so it is enough to file it under one. There is always one.
 */
export interface Anchors {
  readonly tokens: readonly number[];
  readonly prefixes: readonly number[];
}

/**
 * The whole words of a keyword are whole words of any text in which it occurs. Texts are filed by their
 * default folding, so a keyword of which case or accents count is folded once more.
 */
export function keywordAnchors({ first, following }: KeywordParts): Anchors {
  const tokens: number[] = [];
  const prefixes: number[] = [];
  pushPart(first, tokens, prefixes);
  for (const part of following) pushPart(part, tokens, prefixes);
  // A copy has no room to grow: it takes a tenth of the memory.
  return { tokens: [...tokens], prefixes: prefixes.length === 0 ? NONE : [...prefixes] };
}

function pushPart({ first, more }: KeywordPart, tokens: number[], prefixes: number[]): void {
  pushAnchors(first, tokens, prefixes);
  for (const word of more) pushAnchors(word, tokens, prefixes);
}

function pushAnchors({ text, star }: KeywordWord, tokens: number[], prefixes: number[]): void {
  const ascii = !BEYOND_ASCII.test(text);
  const folded = ascii ? text.toLowerCase() : foldString(text, {});
  const open = star ? wordStart(folded, folded.length) : folded.length;
  const keys = textKeys({ text: folded.slice(0, open), disguised: NONE, ascii });
  for (const key of keys.tokens) tokens.push(key);
  if (open < folded.length) prefixes.push(prefixKey(folded.slice(open)));
}

const NONE: readonly number[] = [];
const BEYOND_ASCII = /[^\0-\x7f]/;
