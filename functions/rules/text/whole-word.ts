import {
  classOf,
  codePointBefore,
  codePointFrom,
  EXTENDS,
  IGNORABLE,
  MARK,
  SPACE,
  SPACELESS,
  SYMBOL,
  unitsOf,
  WORD,
} from './char-class.ts';
import { type FoldedText, isCharacterBoundary, spanToOriginal } from './folded-text.ts';

/**
 * Whether the span of the folded text stands as whole words in what the customer wrote. Invisible characters
 * (soft hyphens, zero-width spaces) are no neighbours: what stands beyond them is.
 */
export function isWholeWords(folded: FoldedText, start: number, end: number): boolean {
  if (folded.ascii) return isWholeAscii(folded.text, start, end);
  if (!isCharacterBoundary(folded, start) || !isCharacterBoundary(folded, end)) return false;
  const span = spanToOriginal(folded, start, end);
  return isFreeBefore(folded.original, span.start) && isFreeAfter(folded.original, span.start, span.end);
}

function isWholeAscii(text: string, start: number, end: number): boolean {
  return (
    (start === 0 || !isAscii(WORD, text, start - 1) || isAscii(SYMBOL, text, start)) &&
    (end === text.length || !isAscii(WORD, text, end) || isAscii(SYMBOL, text, end - 1))
  );
}

const isAscii = (class_: number, text: string, index: number): boolean =>
  (classOf(text.charCodeAt(index)) & class_) !== 0;

function isFreeBefore(text: string, start: number): boolean {
  const edge = classOf(codePointFrom(text, start));
  let at = start;
  let neighbour = IGNORABLE;
  for (; at > 0 && (neighbour & IGNORABLE) !== 0; at -= unitsOf(codePointBefore(text, at))) {
    neighbour = classOf(codePointBefore(text, at));
  }
  if ((neighbour & IGNORABLE) !== 0) return true;
  if (belongsBefore(edge)) return (neighbour & SPACE) !== 0;
  if ((neighbour & WORD) === 0 || (edge & (SPACELESS | SYMBOL)) !== 0) return true;
  return ((belongsBefore(neighbour) ? baseBefore(text, at, 0) : neighbour) & SPACELESS) !== 0;
}

/** Whether a character belongs to the one before it, whatever that is: marks, and `ﾞ` and `ำ`, which become marks. */
function belongsBefore(classes: number): boolean {
  return (classes & MARK) !== 0 || (classes & (EXTENDS | SPACELESS)) === (EXTENDS | SPACELESS);
}

function isFreeAfter(text: string, start: number, end: number): boolean {
  let neighbour = IGNORABLE;
  for (let at = end; at < text.length && (neighbour & IGNORABLE) !== 0; ) {
    const codePoint = codePointFrom(text, at);
    neighbour = classOf(codePoint);
    at += unitsOf(codePoint);
  }
  if ((neighbour & IGNORABLE) !== 0) return true;
  if ((neighbour & MARK) !== 0) return false;
  if ((neighbour & WORD) === 0) return true;
  if ((neighbour & SPACELESS) !== 0 && !belongsBefore(neighbour)) return true;
  return (baseBefore(text, end, start) & (SPACELESS | SYMBOL)) !== 0;
}

/** The classes of the character that ends at `end`, without its marks and joiners. */
function baseBefore(text: string, end: number, start: number): number {
  let base = 0;
  for (let at = end; at > start; at -= unitsOf(codePointBefore(text, at))) {
    base = classOf(codePointBefore(text, at));
    if (!belongsBefore(base) && (base & IGNORABLE) === 0) break;
  }
  return base;
}
