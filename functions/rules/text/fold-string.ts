import { caseFold } from './case-fold.ts';

export interface FoldOptions {
  /** Upper and lower case differ. */
  case?: 'exact' | undefined;
  /** Accents, and the letters `ı ł ø đ ħ ŧ æ œ`, count. */
  accents?: 'exact' | undefined;
}

/**
 * The folding that texts and values share, of a short string and without offsets: `fold.ts` folds texts with
 * it, character by character. Idempotent for each pair of options; a lone surrogate becomes U+FFFD.
 */
export function foldString(text: string, options: FoldOptions): string {
  if (!BEYOND_ASCII.test(text)) return options.case === 'exact' ? text : text.toLowerCase();
  // Two halves of different pairs would become one character where what stands between them is dropped.
  let folded = foldPunctuation(text.toWellFormed().replace(IGNORABLE, '')).normalize('NFKC');
  if (options.case !== 'exact') folded = caseFold(folded).normalize('NFKC');
  // Once more: `ŉ` has become a typographic apostrophe and an n.
  folded = foldPunctuation(folded);
  return options.accents === 'exact' ? folded : dropAccents(folded);
}

const BEYOND_ASCII = /[^\0-\x7f]/;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}+/gu;
const DASH = /\p{Dash}/gu;
/** Quotation marks, primes, and the accents and letters that people type for an apostrophe. */
const SINGLE_QUOTE = /[‘’‚‛‹›′‵´ʻʼʽ՚׳❛❜]/gu;
const DOUBLE_QUOTE = /[“”„‟«»″‶״〝〞〟⹂❝❞]/gu;

function foldPunctuation(text: string): string {
  return text.replace(SINGLE_QUOTE, "'").replace(DOUBLE_QUOTE, '"').replace(DASH, '-');
}

const ACCENTED = /([[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}]&&\p{L}])(\p{M}+)/gv;
const NONSPACING = /\p{Mn}/gu;

function dropAccents(text: string): string {
  const bare = text
    .normalize('NFD')
    .replace(
      ACCENTED,
      (_, letter: string, marks: string) =>
        letter + marks.replace(NONSPACING, (mark) => keptMark(letter, mark)),
    );
  let plain = bare.normalize('NFC');
  if (STROKED.test(plain)) for (const [letter, ascii] of PLAIN) plain = plain.replaceAll(letter, ascii);
  return plain;
}

/**
 * The breve of `й`, and the iota below a Greek letter, which case folding has made a letter: where case is
 * exact it becomes one as well, or `case: exact` would find what is not found without it.
 */
function keptMark(letter: string, mark: string): string {
  if (mark === '\u0306' && (letter === 'и' || letter === 'И')) return mark;
  return mark === '\u0345' ? 'ι' : '';
}

/** Letters that Unicode does not decompose. */
const PLAIN = Object.entries({
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  Ł: 'L',
  Ø: 'O',
  Đ: 'D',
  Ħ: 'H',
  Ŧ: 'T',
  Æ: 'AE',
  Œ: 'OE',
});
const STROKED = /[ıłøđħŧæœŁØĐĦŦÆŒ]/;
