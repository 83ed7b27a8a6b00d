import { classOf, codePointFrom, SPACELESS, unitsOf, WORD } from './char-class.ts';
import type { FoldedText, Span } from './folded-text.ts';
import { offsetAt } from './number-at.ts';
import type { KeywordPart } from './parse-keyword.ts';

/**
 * The spans from an occurrence of the first part to one of the last, each part following the one before with
 * no more words between than the gap allows; the longest for each beginning, in order.
 *
 * Works from the last part to the first, in one pass over each, since a later beginning never reaches less far.
 */
export function chainParts(
  parts: readonly KeywordPart[],
  occurrences: readonly (readonly Span[])[],
  folded: FoldedText,
): Span[] {
  let chained: Span[] = [];
  if (occurrences.some((found) => found.length === 0)) return chained;
  if (parts.length === 1) return occurrences.flat();
  const words = countWords(folded.text);
  let gap: number | undefined;
  for (const [index, found] of [...occurrences.entries()].toReversed()) {
    chained = gap === undefined ? [...found] : join(found, chained, gap, words);
    gap = parts[index]?.gap;
  }
  return chained;
}

/** `following` spans in order, their ends too. */
function join(found: readonly Span[], following: readonly Span[], gap: number, words: Uint32Array): Span[] {
  const joined: Span[] = [];
  let last = -1;
  for (const { start, end } of found) {
    const allowed = offsetAt(words, end) + gap;
    while ((words[following[last + 1]?.start ?? -1] ?? Infinity) <= allowed) last += 1;
    const furthest = following[last];
    if (furthest !== undefined && furthest.start >= end) joined.push({ start, end: furthest.end });
  }
  return joined;
}

/**
 * How many words begin before each offset. `don't`, `e-mail` and `example.com` are one word each; a run of a
 * script written without spaces counts as one.
 */
function countWords(text: string): Uint32Array {
  const counts = new Uint32Array(text.length + 1);
  let count = 0;
  let inWord = false;
  for (let at = 0; at < text.length; ) {
    const codePoint = codePointFrom(text, at);
    const classes = classOf(codePoint);
    const next = at + unitsOf(codePoint);
    counts.fill(count, at, next);
    if ((classes & WORD) !== 0) {
      if (!inWord) count += 1;
      inWord = true;
    } else {
      inWord = inWord && JOINER.test(text.charAt(at)) && next < text.length && isWord(text, next);
    }
    at = next;
  }
  counts[text.length] = count;
  return counts;
}

const JOINER = /['.-]/;

function isWord(text: string, at: number): boolean {
  return (classOf(codePointFrom(text, at)) & (WORD | SPACELESS)) === WORD;
}
