import { type FoldOptions, foldString } from './fold-string.ts';

/** What stands between white space in a keyword. */
export interface KeywordWord {
  /** Folded, never empty. */
  text: string;
  /** Ends in `*`: any further letters, marks, numbers and underscores belong to it. */
  star: boolean;
}

/** What stands between `...` in a keyword. */
export interface KeywordPart {
  first: KeywordWord;
  more: readonly KeywordWord[];
  /** How many words may stand before it, after the part before. */
  gap: number;
}

/** In order; most keywords have one. */
export interface KeywordParts {
  first: KeywordPart;
  following: readonly KeywordPart[];
}

const GAP_WORDS = 5;

/** Undefined where folding leaves nothing of a keyword, or where there are only stars. */
export function parseKeyword(value: string, options: FoldOptions): KeywordParts | undefined {
  const [first, ...more] = visible(value).match(WORDS) ?? [];
  if (first === undefined || (ONLY_STARS.test(first) && more.every((word) => ONLY_STARS.test(word)))) {
    return undefined;
  }
  if (more.some(isGap)) return partsBetweenGaps(first, more, options);
  const words = more.length === 0 ? NONE : more.map((word) => parseWord(word, options));
  return { first: { first: parseWord(first, options), more: words, gap: 0 }, following: NONE };
}

/** Dots that nothing follows, or before which nothing stands, are themselves. */
function partsBetweenGaps(first: string, more: readonly string[], options: FoldOptions): KeywordParts {
  const lastWord = more.findLastIndex((word) => !isGap(word));
  const start = { first: parseWord(first, options), more: [] as KeywordWord[], gap: 0 };
  const following: (typeof start)[] = [];
  let gap = 0;
  for (const [index, word] of more.entries()) {
    if (isGap(word) && index < lastWord) {
      gap += GAP_WORDS;
    } else if (gap > 0) {
      following.push({ first: parseWord(word, options), more: [], gap });
      gap = 0;
    } else {
      (following.at(-1) ?? start).more.push(parseWord(word, options));
    }
  }
  return { first: start, following };
}

/** One for all keywords: there may be 30,000. */
const NONE: readonly never[] = [];

const visible = (value: string): string => (BEYOND_ASCII.test(value) ? value.replace(IGNORABLE, '') : value);

const BEYOND_ASCII = /[^\0-\x7f]/;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** What White_Space parts, spelt so that it takes no Unicode table: there may be 30,000 keywords to split. */
const WORDS = /[^\s\x85]+/g;
const ONLY_STARS = /^\*+$/;

/** Phones write `…` for three dots. */
const isGap = (word: string): boolean => word === '...' || word === '…';

function parseWord(word: string, options: FoldOptions): KeywordWord {
  if (!word.includes('*')) return { text: foldString(word, options), star: false };
  const star = word.endsWith('*') && !word.endsWith('\\*') && !ONLY_STARS.test(word);
  const literal = (star ? word.slice(0, -1) : word).replaceAll('\\*', '*');
  return { text: foldString(literal, options), star };
}
