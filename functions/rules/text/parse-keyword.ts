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
  words: [KeywordWord, ...KeywordWord[]];
  /** How many words may stand before it, after the part before. */
  gap: number;
}

const GAP_WORDS = 5;

/** A keyword's parts, in order; none where folding leaves nothing, or where there are only stars. */
export function parseKeyword(value: string, options: FoldOptions): KeywordPart[] {
  const raw = visible(value).split(WHITE_SPACE);
  if (raw.every((word) => ONLY_STARS.test(word))) return [];
  const lastWord = raw.findLastIndex((word) => word !== '' && !isGap(word));
  const parts: KeywordPart[] = [];
  let gap = 0;
  for (let index = 0; index < raw.length; index += 1) {
    const word = raw[index] ?? '';
    if (isGap(word) && parts.length > 0 && index < lastWord) {
      gap += GAP_WORDS;
      continue;
    }
    const parsed = parseWord(word, options);
    if (parsed.text === '') continue;
    const part = parts.at(-1);
    if (part === undefined || gap > 0) parts.push({ words: [parsed], gap });
    else part.words.push(parsed);
    gap = 0;
  }
  // A copy has no room to grow: it takes a tenth of the memory.
  return [...parts];
}

const visible = (value: string): string => (BEYOND_ASCII.test(value) ? value.replace(IGNORABLE, '') : value);

const BEYOND_ASCII = /[^\0-\x7f]/;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** White_Space, spelt so that it takes no Unicode table: there may be 30,000 keywords to split. */
const WHITE_SPACE = /[\s\x85]+/;
const ONLY_STARS = /^\**$/;

/** Phones write `…` for three dots. */
const isGap = (word: string): boolean => word === '...' || word === '…';

function parseWord(word: string, options: FoldOptions): KeywordWord {
  const star = word.endsWith('*') && !word.endsWith('\\*') && !ONLY_STARS.test(word);
  const literal = (star ? word.slice(0, -1) : word).replaceAll('\\*', '*');
  return { text: foldString(literal, options), star };
}
