/**
 * The folding of the rule language, sentence by sentence and one character at a time: slow on purpose,
 * so that it can be read beside the contract.
 */

export interface Folding {
  case?: 'exact';
  accents?: 'exact';
}

export function fold(text: string, folding: Folding = {}): string {
  let folded = Array.from(text.toWellFormed())
    .filter(isKept)
    .map(plainPunctuation)
    .join('')
    .normalize('NFKC');
  if (folding.case !== 'exact') folded = Array.from(folded).map(foldCase).join('').normalize('NFKC');
  return folding.accents === 'exact' ? folded : withoutAccents(folded);
}

/** The text with default-ignorable characters aside, which both neighbours of a word look past. */
export const isKept = (char: string): boolean => !/\p{Default_Ignorable_Code_Point}/u.test(char);

function plainPunctuation(char: string): string {
  if (/[\u2018-\u201b]/u.test(char)) return "'";
  if (/[\u201c-\u201f]/u.test(char)) return '"';
  return /\p{Dash}/u.test(char) ? '-' : char;
}

/** Upper then lower case is Unicode's full case folding but for these two. */
function foldCase(char: string): string {
  if (char === 'ı') return char;
  if (char === 'ẞ') return 'ss';
  return Array.from(char.toUpperCase(), (upper) => upper.toLowerCase()).join('');
}

const PLAIN_LETTERS: Record<string, string> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
};

function withoutAccents(text: string): string {
  let base = '';
  let previous = '';
  let kept = '';
  for (const char of text.normalize('NFD')) {
    const isMark = /\p{M}/u.test(char);
    if (!isMark) base = char;
    const isBreveOfShortI = char === '\u0306' && /[иИ]/u.test(previous);
    if (!(isUnaccentedScript(base) && /\p{Mn}/u.test(char)) || isBreveOfShortI) {
      kept += PLAIN_LETTERS[char] ?? char;
    }
    previous = char;
  }
  return kept.normalize('NFC');
}

const isUnaccentedScript = (base: string): boolean =>
  /\p{L}/u.test(base) &&
  /\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}|\p{Script=Hebrew}|\p{Script=Arabic}/u.test(base);
