import { classOf, codePointFrom, unitsOf, WORD } from './char-class.ts';
import { type FoldedText, isCharacterBoundary, type Span, spanToOriginal } from './folded-text.ts';
import { spaceEnd } from './literal.ts';
import { offsetAt } from './number-at.ts';
import type { KeywordPart, KeywordWord } from './parse-keyword.ts';
import { isWholeWords } from './whole-word.ts';

/** The first occurrence of a part that begins at `from` or later, as a span of the folded text. */
export function nextOccurrence(part: KeywordPart, folded: FoldedText, from: number): Span | null {
  return search(part, folded, from, []);
}

/** All occurrences of a part that overlap none of the struck spans (of the original), as spans of the folded text. */
export function occurrencesOf(part: KeywordPart, folded: FoldedText, struck: readonly Span[]): Span[] {
  const found: Span[] = [];
  const stars: StarRun[] = [];
  const inOrder = struck.toSorted((one, other) => one.start - other.start);
  let reach = 0;
  let next = 0;
  for (let at = search(part, folded, 0, stars); at !== null; at = search(part, folded, at.start + 1, stars)) {
    const span = spanToOriginal(folded, at.start, at.end);
    for (let one = inOrder[next]; one !== undefined && one.start < span.end; one = inOrder[next]) {
      reach = Math.max(reach, one.end);
      next += 1;
    }
    if (reach <= span.start) found.push(at);
  }
  return found;
}

/**
 * What the star of a word took last, by the word's place in the part: another one inside it ends at the same
 * place, and is not followed through again.
 */
interface StarRun {
  from: number;
  to: number;
}

function search(part: KeywordPart, folded: FoldedText, from: number, stars: StarRun[]): Span | null {
  const { text } = folded;
  const { text: first } = part.first;
  for (let start = text.indexOf(first, from); start !== -1; start = text.indexOf(first, start + 1)) {
    const end = matchWords(part, folded, start, stars);
    if (end !== -1 && isWholeWords(folded, start, end)) return { start, end };
  }
  return null;
}

/** Where the part that begins at `start` ends, or -1. A star takes all it can, so there is one way to match. */
function matchWords(
  { first, more }: KeywordPart,
  folded: FoldedText,
  start: number,
  stars: StarRun[],
): number {
  const { text } = folded;
  let end = wordEnd(first, folded, start, stars, 0);
  for (let index = 0; end !== -1 && index < more.length; index += 1) {
    const word = more[index];
    const next = spaceEnd(text, end);
    if (word === undefined || next === end || !text.startsWith(word.text, next)) return -1;
    end = wordEnd(word, folded, next, stars, index + 1);
  }
  return end;
}

function wordEnd(
  { text, star }: KeywordWord,
  folded: FoldedText,
  start: number,
  stars: StarRun[],
  index: number,
): number {
  const end = start + text.length;
  return star ? starEnd(folded, end, stars, index) : end;
}

/** Where the letters, marks, numbers and underscores of the original end that follow; -1 inside a sign. */
function starEnd(folded: FoldedText, start: number, stars: StarRun[], index: number): number {
  const known = stars[index];
  if (known !== undefined && start >= known.from && start < known.to) return known.to;
  const { original, text, starts } = folded;
  let end = start;
  // The character in which the star begins (the fi ligature, after `f`) has to be a letter as well.
  while (end < text.length) {
    const at = starts === null ? end : offsetAt(starts, end);
    if ((classOf(codePointFrom(original, at)) & WORD) === 0) break;
    end += unitsOf(codePointFrom(text, end));
  }
  if (!isCharacterBoundary(folded, end)) return -1;
  stars[index] = { from: start, to: end };
  return end;
}
