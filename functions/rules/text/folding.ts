import {
  classOf,
  codePointFrom,
  EXTENDS,
  isHighSurrogate,
  isLowSurrogate,
  MARK,
  SPACELESS,
  WORD,
} from './char-class.ts';
import { type FoldOptions, foldString } from './fold-string.ts';

/** What one pair of options does to characters, remembered. */
export interface Folding {
  options: FoldOptions;
  /** For characters of one unit that fold to one unit and are no more than that; 0 where that is not known. */
  simple: Uint16Array;
  runs: Map<string, Run>;
}

/** What a character, or one with its marks, folds to: as a whole, or each code point on its own. */
export type Run = { whole: string; disguised: boolean; mixed: boolean } | 'apart';

export function foldingFor(options: FoldOptions): Folding {
  const variant = variantOf(options);
  const folding = foldings[variant] ?? startFolding(options);
  foldings[variant] = folding;
  return folding;
}

const foldings: (Folding | undefined)[] = [];

/** A number for each pair of options, from 0. */
export const variantOf = (options: FoldOptions): number =>
  (options.case === 'exact' ? 1 : 0) + (options.accents === 'exact' ? 2 : 0);

function startFolding(options: FoldOptions): Folding {
  const folding = { options, simple: new Uint16Array(0x10000), runs: new Map<string, Run>() };
  for (let unit = 0; unit < 0x80; unit += 1) {
    folding.simple[unit] = foldString(String.fromCharCode(unit), options).charCodeAt(0);
  }
  return folding;
}

/** Remembered, unless it is long. */
export function foldRun(folding: Folding, run: string): Run {
  const whole = foldString(run, folding.options);
  const folded = isApart(run, whole, folding.options)
    ? 'apart'
    : { whole, disguised: isDisguised(run, whole), mixed: isMixed(run) };
  if (run.length <= RUN_LENGTH_KEPT) {
    if (folding.runs.size >= RUNS_KEPT) folding.runs.clear();
    folding.runs.set(run, folded);
  }
  const plain = run.length === 1 && whole.length === 1 && folded !== 'apart' && !folded.disguised;
  const unit = run.charCodeAt(0);
  if (plain && (classOf(unit) & EXTENDS) === 0 && !isHighSurrogate(unit) && !isLowSurrogate(unit)) {
    folding.simple[unit] = whole.charCodeAt(0);
  }
  return folded;
}

const RUNS_KEPT = 5_000;
const RUN_LENGTH_KEPT = 8;

/** A longer run is one character in any case: telling takes folding each of its code points. */
const APART_LIMIT = 16;

/** Whether folding leaves the code points of a run as they are, side by side: then each is a character. */
function isApart(run: string, whole: string, options: FoldOptions): boolean {
  if (run.length > APART_LIMIT) return false;
  let apart = '';
  let count = 0;
  for (const character of run) {
    const folded = foldString(character, options);
    if (folded === '') return false;
    apart += folded;
    count += 1;
  }
  return count > 1 && apart === whole;
}

function isDisguised(run: string, whole: string): boolean {
  if (isLetter(codePointFrom(run, 0))) return false;
  for (const character of whole) if (isLetter(codePointFrom(character, 0))) return true;
  return false;
}

function isMixed(run: string): boolean {
  if (run.length === 1) return false;
  // Decomposed: half-width voicing marks are letters that fold to marks.
  const firsts = Array.from(run, (character) => codePointFrom(character.normalize('NFKD'), 0));
  const classes = firsts.map((first) => classOf(first) & (EXTENDS | MARK));
  return classes.includes(EXTENDS) && classes.includes(EXTENDS | MARK);
}

/** Whether words are made of it; a mark is part of one, but makes none. */
const isLetter = (codePoint: number): boolean => (classOf(codePoint) & (WORD | SPACELESS | MARK)) === WORD;
