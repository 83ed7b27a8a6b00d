import { type Folding, fold, isKept } from './fold.ts';
import { type FoldedText, foldText, type Span } from './folded-text.ts';

/** Every occurrence of a keyword as whole words, by trying each stretch of the text. */
export function findWords(text: string, keyword: string, folding: Folding): Span[] {
  const folded = foldText(text, folding);
  const pieces = keywordPieces(keyword, folding);
  const spans = new Map<string, Span>();
  for (const from of folded.boundaries) {
    for (const to of endsOf(folded, pieces, from.at)) {
      const start = firstKept(text, from.at);
      const span = { start, end: withDroppedMarks(text, lastKept(text, start, to)) };
      if (standsAlone(text, span, pieces)) spans.set(`${span.start} ${span.end}`, span);
    }
  }
  return [...spans.values()];
}

type Piece = { literal: string } | { space: true } | { star: true } | { gap: true };

function keywordPieces(keyword: string, folding: Folding): Piece[] {
  const pieces: Piece[] = [];
  const words = keyword.trim().split(/\p{White_Space}+/u);
  for (const [index, word] of words.entries()) {
    const gapHere = word === '...' && index > 0 && index < words.length - 1;
    if (gapHere) pieces.push({ gap: true });
    else {
      if (index > 0 && words[index - 1] !== '...') pieces.push({ space: true });
      pieces.push(...wordPieces(word, folding));
    }
  }
  return pieces;
}

function wordPieces(word: string, folding: Folding): Piece[] {
  const starred = word.endsWith('*') && !word.endsWith('\\*');
  const literal = fold((starred ? word.slice(0, -1) : word).replaceAll('\\*', '*'), folding);
  return starred ? [{ literal }, { star: true }] : [{ literal }];
}

/** Where, in the text, a match of the pieces that begins at `at` can end. */
function endsOf(text: FoldedText, pieces: Piece[], at: number): Set<number> {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return new Set([at]);
  const ends = new Set<number>();
  for (const next of endsOfPiece(text, piece, at)) for (const end of endsOf(text, rest, next)) ends.add(end);
  return ends;
}

function endsOfPiece(text: FoldedText, piece: Piece, at: number): number[] {
  const from = text.boundaries.findLast((boundary) => boundary.at === at);
  if (from === undefined) return [];
  const later = text.boundaries.filter((boundary) => boundary.at >= at);
  const foldedTo = (to: { folded: number }) => text.folded.slice(from.folded, to.folded);
  const original = (to: { at: number }) => Array.from(text.text.slice(at, to.at)).filter(isKept).join('');
  return later
    .filter((to) => {
      if ('literal' in piece) return foldedTo(to) === piece.literal;
      if ('space' in piece) return /^\p{White_Space}+$/u.test(foldedTo(to));
      if ('star' in piece) return /^[\p{L}\p{M}\p{N}_]*$/u.test(original(to));
      return isGap(original(to));
    })
    .map((to) => to.at);
}

/** Up to five words, and what is no word between them. */
const isGap = (text: string): boolean =>
  /^[^\p{L}\p{M}\p{N}_]+([\p{L}\p{M}\p{N}_]+[^\p{L}\p{M}\p{N}_]+){0,5}$/u.test(text);

/** Default-ignorable characters at the front of a match are not part of it. */
function firstKept(text: string, start: number): number {
  let at = start;
  for (const char of text.slice(start)) {
    if (isKept(char)) break;
    at += char.length;
  }
  return at;
}

/** Nor are those at its end. */
function lastKept(text: string, start: number, end: number): number {
  let at = end;
  for (const char of Array.from(text.slice(start, end)).toReversed()) {
    if (isKept(char)) break;
    at -= char.length;
  }
  return at;
}

/** A mark after the match that folding dropped belongs to the match (a variation selector, say). */
function withDroppedMarks(text: string, end: number): number {
  let at = end;
  for (const char of text.slice(end)) {
    if (isKept(char) || !/\p{M}/u.test(char)) break;
    at += char.length;
  }
  return at;
}

const UNSPACED =
  /\p{scx=Han}|\p{scx=Hiragana}|\p{scx=Katakana}|\p{scx=Thai}|\p{scx=Lao}|\p{scx=Khmer}|\p{scx=Myanmar}/u;

function standsAlone(text: string, span: Span, pieces: Piece[]): boolean {
  const before = markedBase(Array.from(text.slice(0, span.start)).filter(isKept));
  const after = Array.from(text.slice(span.end)).filter(isKept).at(0) ?? '';
  if (/\p{M}/u.test(after)) return false;
  const found = Array.from(text.slice(span.start, span.end)).filter(isKept);
  const starred = pieces.at(-1);
  const lastIsStar = starred !== undefined && 'star' in starred;
  if (lastIsStar && /[\p{L}\p{M}\p{N}_]/u.test(after)) return false;
  return !joins(before, found[0] ?? '') && !joins(after, lastOf(found));
}

/** A mark in front of the match counts as the letter of an unspaced script that it stands on. */
function markedBase(chars: string[]): string {
  const base = chars.findLast((char) => !/\p{M}/u.test(char)) ?? '';
  return UNSPACED.test(base) ? base : (chars.at(-1) ?? '');
}

/** Whether a neighbour makes the match a part of a longer word. */
const joins = (neighbour: string, edge: string): boolean =>
  /[\p{L}\p{M}\p{N}_]/u.test(neighbour) &&
  !UNSPACED.test(neighbour) &&
  !UNSPACED.test(edge) &&
  !/\p{S}/u.test(edge);

/** The last character without its marks, where it is a symbol; else the last one as it is. */
function lastOf(chars: string[]): string {
  const base = chars.findLast((char) => !/\p{M}/u.test(char)) ?? '';
  return /\p{S}/u.test(base) ? base : (chars.at(-1) ?? '');
}
