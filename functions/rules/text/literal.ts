import { classOf, SPACE } from './char-class.ts';
import { type FoldOptions, foldString } from './fold-string.ts';
import { type FoldedText, type Span, spanToOriginal } from './folded-text.ts';
import type { PreparedText } from './prepare-text.ts';

export type LiteralOperator = 'contains' | 'starts_with' | 'ends_with';

/** A piece of text that is looked for as it is, inside words too, compiled. */
export interface Literal {
  /** What stands between white space in the value, folded. */
  readonly pieces: readonly string[];
  /** The leftmost occurrence in offsets into the original, widened to whole characters of it. */
  find(text: PreparedText): Span | null;
}

/** White space in the value matches any run of white space; of a cut text the end is not known. */
export function compileLiteral(
  operator: LiteralOperator,
  value: string,
  options: FoldOptions = {},
): Literal | { error: 'empty_value' } {
  const pieces = foldString(value, options).split(WHITE_SPACE);
  if (pieces.every((piece) => piece === '')) return { error: 'empty_value' };
  const search = SEARCHES[operator];
  return {
    pieces,
    find: (text) => {
      if (operator === 'ends_with' && text.cut) return null;
      const folded = text.folded(options);
      const span = search(folded, pieces);
      return span && spanToOriginal(folded, span.start, span.end);
    },
  };
}

const WHITE_SPACE = /\p{White_Space}+/u;

/** What stands between white space in a value; the first or last is empty where the value begins or ends with it. */
type Pieces = readonly string[];

const SEARCHES: Record<LiteralOperator, (folded: FoldedText, pieces: Pieces) => Span | null> = {
  contains: ({ text }, pieces) => {
    const opensWithSpace = pieces[0] === '';
    const words = opensWithSpace ? pieces.slice(1) : pieces;
    const [first = ''] = words;
    for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, at + 1)) {
      const start = opensWithSpace ? spaceStart(text, at) : at;
      if (opensWithSpace && start === at) continue;
      const end = matchForward(text, at, words);
      if (end !== -1) return { start, end };
    }
    return null;
  },
  starts_with: ({ text }, pieces) => {
    const end = matchForward(text, 0, pieces);
    return end === -1 ? null : { start: 0, end };
  },
  ends_with: ({ text }, pieces) => {
    const start = matchBackward(text, pieces);
    return start === -1 ? null : { start, end: text.length };
  },
};

function matchForward(text: string, start: number, pieces: Pieces): number {
  let at = start;
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) {
      const next = spaceEnd(text, at);
      if (next === at) return -1;
      at = next;
    }
    if (!text.startsWith(piece, at)) return -1;
    at += piece.length;
  }
  return at;
}

function matchBackward(text: string, pieces: Pieces): number {
  let at = text.length;
  for (const [index, piece] of pieces.toReversed().entries()) {
    if (index > 0) {
      const next = spaceStart(text, at);
      if (next === at) return -1;
      at = next;
    }
    if (!text.endsWith(piece, at)) return -1;
    at -= piece.length;
  }
  return at;
}

/** Where the white space ends that begins at `start`. */
export function spaceEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isSpace(text, end)) end += 1;
  return end;
}

/** Where the white space begins that ends at `end`. */
function spaceStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && isSpace(text, start - 1)) start -= 1;
  return start;
}

const isSpace = (text: string, at: number): boolean => (classOf(text.charCodeAt(at)) & SPACE) !== 0;
