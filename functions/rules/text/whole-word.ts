import {
  classOf,
  codePointBefore,
  codePointFrom,
  IGNORABLE,
  MARK,
  SPACELESS,
  SYMBOL,
  unitsOf,
  WORD,
} from './char-class.ts';
import { type FoldedText, isCharacterBoundary, spanToOriginal } from './fold.ts';

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

const ASCII_CLASSES = Uint8Array.from({ length: 0x80 }, (_, unit) => classOf(unit));

const isAscii = (class_: number, text: string, index: number): boolean =>
  ((ASCII_CLASSES[text.charCodeAt(index)] ?? 0) & class_) !== 0;

function isFreeBefore(text: string, start: number): boolean {
  let neighbour = IGNORABLE;
  for (let at = start; at > 0 && (neighbour & IGNORABLE) !== 0; ) {
    const codePoint = codePointBefore(text, at);
    neighbour = classOf(codePoint);
    at -= unitsOf(codePoint);
  }
  if (!needsGap(neighbour)) return true;
  return (classOf(codePointFrom(text, start)) & (SPACELESS | SYMBOL)) !== 0;
}

function isFreeAfter(text: string, start: number, end: number): boolean {
  let neighbour = IGNORABLE;
  for (let at = end; at < text.length && (neighbour & IGNORABLE) !== 0; ) {
    const codePoint = codePointFrom(text, at);
    neighbour = classOf(codePoint);
    at += unitsOf(codePoint);
  }
  if ((neighbour & IGNORABLE) === 0 && (neighbour & MARK) !== 0) return false;
  if (!needsGap(neighbour)) return true;
  // The edge is the last character with its marks and joiners.
  for (let at = end; at > start; ) {
    const codePoint = codePointBefore(text, at);
    const edge = classOf(codePoint);
    if ((edge & (SPACELESS | SYMBOL)) !== 0) return true;
    if ((edge & (MARK | IGNORABLE)) === 0) return false;
    at -= unitsOf(codePoint);
  }
  return false;
}

/** An ignorable one here is what is left at the end of the text: nothing. */
const needsGap = (neighbour: number): boolean => (neighbour & (WORD | SPACELESS | IGNORABLE)) === WORD;
