import { chainParts } from './chain-parts.ts';
import type { Span } from './fold.ts';
import { spanToOriginal } from './fold.ts';
import type { FoldOptions } from './fold-string.ts';
import { type Anchor, keywordAnchors } from './keyword-anchors.ts';
import { parseKeyword } from './parse-keyword.ts';
import { nextOccurrence, occurrencesOf } from './part-occurrence.ts';
import type { PreparedText } from './prepare-text.ts';

/** A word or phrase that is looked for as whole words, compiled. */
export interface Keyword {
  /**
   * The leftmost occurrence, and of those that begin there the longest, in offsets into the original.
   * Occurrences that overlap one of `except` do not count.
   */
  find(text: PreparedText, except?: readonly Pick<Keyword, 'occurrences'>[]): Span | null;
  /** The longest occurrence at each place where one begins, in order; they may overlap. */
  occurrences(text: PreparedText): Span[];
  /**
   * Each of them is among the keys of every text in which the keyword occurs (where those are complete),
   * whatever the options; so it is enough to file it under one. Never empty.
   */
  readonly anchors: readonly Anchor[];
}

/** `docs/rules.md` gives the syntax: `*` at the end of a word, `...` between words, `\*` for a star. */
export function compileKeyword(value: string, options: FoldOptions = {}): Keyword | { error: 'empty_value' } {
  const parts = parseKeyword(value, options);
  const [first] = parts;
  if (first === undefined) return { error: 'empty_value' };

  const occurrences = (text: PreparedText, struck: readonly Span[] = []): Span[] => {
    const folded = text.folded(options);
    const found = parts.map((part) => occurrencesOf(part, folded, struck));
    return chainParts(parts, found, folded).map(({ start, end }) => spanToOriginal(folded, start, end));
  };
  const find = (text: PreparedText, except: readonly Pick<Keyword, 'occurrences'>[] = []): Span | null => {
    const folded = text.folded(options);
    const occurrence = nextOccurrence(first, folded, 0);
    if (occurrence === null) return null;
    if (parts.length === 1 && except.length === 0) {
      return spanToOriginal(folded, occurrence.start, occurrence.end);
    }
    const struck = except.flatMap((keyword) => keyword.occurrences(text));
    return occurrences(text, struck)[0] ?? null;
  };
  return { find, occurrences: (text) => occurrences(text), anchors: keywordAnchors(parts) };
}
