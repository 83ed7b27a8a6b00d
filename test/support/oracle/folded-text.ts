import { type Folding, fold } from './fold.ts';

export interface FoldedText {
  text: string;
  folded: string;
  /** Where the text can be cut in two so that the folded halves make the folded whole. */
  boundaries: Boundary[];
}

/** The same place in the text and in its folded form. */
interface Boundary {
  at: number;
  folded: number;
}

export interface Span {
  start: number;
  end: number;
}

export function foldText(text: string, folding: Folding): FoldedText {
  const folded = fold(text, folding);
  const boundaries: Boundary[] = [];
  let at = 0;
  for (const char of ['', ...Array.from(text)]) {
    at += char.length;
    const head = fold(text.slice(0, at), folding);
    if (head + fold(text.slice(at), folding) === folded) boundaries.push({ at, folded: head.length });
  }
  return { text, folded, boundaries };
}

/** The whole characters of the text that a stretch of the folded text touches. */
export function widen(text: FoldedText, start: number, end: number): Span {
  const before = text.boundaries.filter((boundary) => boundary.folded <= start);
  const after = text.boundaries.filter((boundary) => boundary.folded >= end);
  return { start: before.at(-1)?.at ?? 0, end: after.at(0)?.at ?? text.text.length };
}
