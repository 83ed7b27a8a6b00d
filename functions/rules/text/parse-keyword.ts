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
  const raw = value.replace(IGNORABLE, '').split(WHITE_SPACE);
  if (raw.every((word) => ONLY_STARS.test(word))) return [];
  const parts: KeywordPart[] = [];
  let gap = 0;
  for (const [index, word] of raw.entries()) {
    const between = parts.length > 0 && raw.slice(index + 1).some((later) => later !== '' && !isGap(later));
    if (isGap(word) && between) {
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
  return parts;
}

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
const WHITE_SPACE = /\p{White_Space}+/u;
const ONLY_STARS = /^\**$/;

/** Phones write `…` for three dots. */
const isGap = (word: string): boolean => word === '...' || word === '…';

function parseWord(word: string, options: FoldOptions): KeywordWord {
  const star = word.endsWith('*') && !word.endsWith('\\*') && !ONLY_STARS.test(word);
  const literal = (star ? word.slice(0, -1) : word).replaceAll('\\*', '*');
  return { text: foldString(literal, options), star };
}
