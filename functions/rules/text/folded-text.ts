import { isHighSurrogate, isLowSurrogate } from './char-class.ts';

/** A text folded for matching, with the way back to what the customer wrote. */
export interface FoldedText {
  readonly original: string;
  readonly text: string;
  /** ASCII only: `text` has the same offsets and the same classes of characters as `original`. */
  readonly ascii: boolean;
  /** For each unit of `text`, where in `original` its character begins and ends; null where offsets are the same. */
  readonly starts: Uint32Array | null;
  readonly ends: Uint32Array | null;
  /**
   * Pairs of offsets into `text` of what became part of a word only by folding (`™` → `tm`), in order; almost
   * always empty.
   */
  readonly disguised: readonly number[];
  /** A character holds both a mark and a Hangul vowel or the like: with other options it may be two. */
  readonly mixed: boolean;
}

/** Offsets in UTF-16 units, the end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Whether a character of the original begins (or the text ends) at this offset into the folded text. */
export function isCharacterBoundary(folded: FoldedText, index: number): boolean {
  const { starts, text } = folded;
  if (index <= 0 || index >= text.length) return true;
  if (starts !== null) return starts[index] !== starts[index - 1];
  return !(isLowSurrogate(text.charCodeAt(index)) && isHighSurrogate(text.charCodeAt(index - 1)));
}

/** Widens a span of the folded text to whole characters of the original. */
export function spanToOriginal(folded: FoldedText, start: number, end: number): Span {
  const { starts, ends } = folded;
  if (starts !== null && ends !== null)
    return { start: starts[start] ?? folded.original.length, end: ends[end - 1] ?? 0 };
  return {
    start: isCharacterBoundary(folded, start) ? start : start - 1,
    end: isCharacterBoundary(folded, end) ? end : end + 1,
  };
}
