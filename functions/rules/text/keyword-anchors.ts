import { foldString } from './fold-string.ts';
import type { KeywordPart, KeywordWord } from './parse-keyword.ts';
import { prefixKey, textKeys, wordStart } from './text-keys.ts';

/** A key to look up among a text's `tokens`, or among its `prefixes`. */
export interface Anchor {
  key: number;
  prefix: boolean;
}

/**
 * The whole words of a keyword are whole words of any text in which it occurs. Texts are filed by their
 * default folding, so a keyword of which case or accents count is folded once more.
 */
export function keywordAnchors(parts: readonly KeywordPart[]): Anchor[] {
  const anchors: Anchor[] = [];
  for (const part of parts) for (const word of part.words) pushAnchors(word, anchors);
  // A copy has no room to grow: it takes a tenth of the memory.
  return [...anchors];
}

function pushAnchors({ text, star }: KeywordWord, anchors: Anchor[]): void {
  const folded = foldString(text, {});
  const open = star ? wordStart(folded, folded.length) : folded.length;
  if (open > 0) {
    const { tokens } = textKeys({ text: folded.slice(0, open), disguised: NONE });
    for (const key of tokens) anchors.push({ key, prefix: false });
  }
  if (open < folded.length) anchors.push({ key: prefixKey(folded.slice(open)), prefix: true });
}

const NONE: readonly number[] = [];
