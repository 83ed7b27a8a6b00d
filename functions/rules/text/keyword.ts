import { chainParts } from './chain-parts.ts';
import type { FoldOptions } from './fold-string.ts';
import { type Span, spanToOriginal } from './folded-text.ts';
import { type Anchors, keywordAnchors } from './keyword-anchors.ts';
import { type KeywordParts, parseKeyword } from './parse-keyword.ts';
import { nextOccurrence, occurrencesOf } from './part-occurrence.ts';
import type { PreparedText } from './prepare-text.ts';

/**
 * A word or phrase that is looked for as whole words, compiled. Data and no functions: a ruleset holds tens of
 * thousands, and each closure would be another place in memory to go to.
 */
export interface Keyword extends Readonly<KeywordParts>, Anchors {
  readonly options: FoldOptions;
}

/** Where phrases stand in a text whose occurrences do not count. */
export interface Exception {
  occurrences(text: PreparedText): Span[];
}

/** `docs/rules.md` gives the syntax: `*` at the end of a word, `...` between words, `\*` for a star. */
export function compileKeyword(value: string, options: FoldOptions = {}): Keyword | { error: 'empty_value' } {
  const parts = parseKeyword(value, options);
  if (parts === undefined) return { error: 'empty_value' };
  const { first, following } = parts;
  const { tokens, prefixes } = keywordAnchors(parts);
  return { first, following, tokens, prefixes, options };
}

/**
 * The leftmost occurrence, and of those that begin there the longest, in offsets into the original.
 * Occurrences that overlap one of `except` do not count.
 */
export function findKeyword(
  keyword: Keyword,
  text: PreparedText,
  except: readonly Exception[] = [],
): Span | null {
  const { first, following, options } = keyword;
  const folded = text.folded(options);
  const occurrence = nextOccurrence(first, folded, 0);
  if (occurrence === null) return null;
  if (following.length === 0 && except.length === 0) {
    return spanToOriginal(folded, occurrence.start, occurrence.end);
  }
  const struck = except.flatMap((each) => each.occurrences(text));
  return occurrencesBut(struck, keyword, text)[0] ?? null;
}

/** The longest occurrence at each place where one begins, in order; they may overlap. */
export function keywordOccurrences(keyword: Keyword, text: PreparedText): Span[] {
  return occurrencesBut([], keyword, text);
}

function occurrencesBut(
  struck: readonly Span[],
  { first, following, options }: Keyword,
  text: PreparedText,
): Span[] {
  const folded = text.folded(options);
  const parts = [first, ...following];
  const found = parts.map((part) => occurrencesOf(part, folded, struck));
  return chainParts(parts, found, folded).map(({ start, end }) => spanToOriginal(folded, start, end));
}
