import {
  classOf,
  codePointFrom,
  EXTENDS,
  IGNORABLE,
  isHighSurrogate,
  isLowSurrogate,
  MARK,
  SPACELESS,
  unitsOf,
  WORD,
} from './char-class.ts';
import { type FoldOptions, foldString } from './fold-string.ts';

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

/**
 * Folds as docs/rules.md says, in time linear in the text whatever it holds. Characters are folded one by one;
 * only what composes (marks, Hangul) is folded together with what it belongs to.
 */
export function foldText(original: string, options: FoldOptions = {}): FoldedText {
  if (!BEYOND_ASCII.test(original)) {
    const text = options.case === 'exact' ? original : original.toLowerCase();
    return { original, text, ascii: true, starts: null, ends: null, disguised: [], mixed: false };
  }
  const output = startOutput(original.length);
  foldCharacters(original, output, foldingFor(options));
  const { units, length, shifted, disguised } = output;
  return {
    original,
    text: textOf(units, length),
    ascii: false,
    starts: shifted ? output.starts.slice(0, length) : null,
    ends: shifted ? output.ends.slice(0, length) : null,
    disguised,
    mixed: output.mixed,
  };
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** A number for each pair of options, from 0. */
export const variantOf = (options: FoldOptions): number =>
  (options.case === 'exact' ? 1 : 0) + (options.accents === 'exact' ? 2 : 0);

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

/** What one pair of options does to characters, remembered. */
interface Folding {
  options: FoldOptions;
  /** For characters of one unit that fold to one unit and are no more than that; 0 where that is not known. */
  simple: Uint16Array;
  runs: Map<string, Run>;
}

/** What a character, or one with its marks, folds to: as a whole, or each code point on its own. */
type Run = { whole: string; disguised: boolean; mixed: boolean } | 'apart';

const RUNS_KEPT = 5_000;
const RUN_LENGTH_KEPT = 8;

const foldings: (Folding | undefined)[] = [];

function foldingFor(options: FoldOptions): Folding {
  const variant = variantOf(options);
  const folding = foldings[variant] ?? startFolding(options);
  foldings[variant] = folding;
  return folding;
}

function startFolding(options: FoldOptions): Folding {
  const folding = { options, simple: new Uint16Array(0x10000), runs: new Map<string, Run>() };
  for (let unit = 0; unit < 0x80; unit += 1) {
    folding.simple[unit] = foldString(String.fromCharCode(unit), options).charCodeAt(0);
  }
  return folding;
}

/**
 * Marks that belong to one character: more are folded on their own. Normalising sorts marks by insertion, in
 * quadratic time (50,000 of them take seconds); Unicode's Stream-Safe Text Format allows 30.
 */
const RUN_LIMIT = 128;

/** A longer run is one character in any case: telling takes folding each of its code points. */
const APART_LIMIT = 16;

function foldCharacters(text: string, output: Output, folding: Folding): void {
  const { simple } = folding;
  const end = text.length;
  let base = -1;
  let baseLength = 0;
  for (let at = 0; at < end; ) {
    const unit = text.charCodeAt(at);
    const folded = simple[unit];
    if (folded !== undefined && (folded !== 0 || unit === 0)) {
      base = at;
      baseLength = output.length;
      pushUnit(output, folded, at);
      at += 1;
      continue;
    }
    const codePoint = codePointFrom(text, at);
    const next = at + unitsOf(codePoint);
    const classes = classOf(codePoint);
    if ((classes & EXTENDS) !== 0) {
      const start = base === -1 ? at : base;
      if (base !== -1) output.length = baseLength;
      at = endOfRun(text, next, start + RUN_LIMIT);
      pushRun(output, folding, text, start, at);
      base = -1;
    } else if ((classes & IGNORABLE) !== 0) {
      output.shifted = true;
      at = next;
    } else {
      base = at;
      baseLength = output.length;
      pushRun(output, folding, text, at, next);
      at = next;
    }
  }
}

/** Where the marks (and the invisible characters between them) end that begin before `at`. */
function endOfRun(text: string, at: number, limit: number): number {
  let end = at;
  for (let next = at; next < text.length && end < limit; ) {
    const codePoint = codePointFrom(text, next);
    const classes = classOf(codePoint);
    next += unitsOf(codePoint);
    if ((classes & EXTENDS) !== 0) end = next;
    else if ((classes & IGNORABLE) === 0) break;
  }
  return end;
}

function pushRun(output: Output, folding: Folding, text: string, start: number, end: number): void {
  const run = text.slice(start, end);
  const folded = folding.runs.get(run) ?? foldRun(folding, run);
  if (folded !== 'apart') {
    pushWhole(output, folded, start, end, run);
    return;
  }
  for (let at = start; at < end; ) {
    const next = at + unitsOf(codePointFrom(text, at));
    pushRun(output, folding, text, at, next);
    at = next;
  }
}

function foldRun(folding: Folding, run: string): Run {
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

interface Output {
  units: Uint16Array;
  starts: Uint32Array;
  ends: Uint32Array;
  length: number;
  /** Whether any unit stands at another offset than in the original, or inside a longer character. */
  shifted: boolean;
  disguised: number[];
  mixed: boolean;
}

/** Most texts fold into the same three arrays, which are copied only where offsets move: allocating costs more. */
const SCRATCH_UNITS = 8_192;
const scratch = arraysOf(SCRATCH_UNITS);

function startOutput(capacity: number): Output {
  const arrays = capacity <= SCRATCH_UNITS ? scratch : arraysOf(capacity);
  return { ...arrays, length: 0, shifted: false, disguised: [], mixed: false };
}

function arraysOf(capacity: number): Pick<Output, 'units' | 'starts' | 'ends'> {
  return {
    units: new Uint16Array(capacity),
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
  };
}

function pushUnit(output: Output, unit: number, at: number): void {
  const { length } = output;
  if (length === output.units.length) grow(output, length + 1);
  output.units[length] = unit;
  output.starts[length] = at;
  output.ends[length] = at + 1;
  output.length = length + 1;
}

function pushWhole(
  output: Output,
  folded: Exclude<Run, 'apart'>,
  start: number,
  end: number,
  run: string,
): void {
  const { whole } = folded;
  const from = output.length;
  const to = from + whole.length;
  if (to > output.units.length) grow(output, to);
  for (let index = 0; index < whole.length; index += 1) {
    output.units[from + index] = whole.charCodeAt(index);
    output.starts[from + index] = start;
    output.ends[from + index] = end;
  }
  output.length = to;
  // One character for one of the same length; `🈀` becomes two (`ほか`).
  const kept =
    whole.length === run.length &&
    unitsOf(codePointFrom(run, 0)) === run.length &&
    unitsOf(codePointFrom(whole, 0)) === whole.length;
  if (!kept) output.shifted = true;
  if (folded.mixed) output.mixed = true;
  // A base that its marks have joined since is pushed twice: the second time with them.
  if (folded.disguised) {
    while ((output.disguised.at(-2) ?? -1) >= from) output.disguised.length -= 2;
    output.disguised.push(from, to);
  }
}

function grow(output: Output, needed: number): void {
  const { units, starts, ends } = output;
  Object.assign(output, arraysOf(Math.max(needed, units.length * 2)));
  output.units.set(units);
  output.starts.set(starts);
  output.ends.set(ends);
}

/** `fromCharCode` takes its units as arguments, of which engines allow some ten thousand. */
const CHUNK = 8_192;

function textOf(units: Uint16Array, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += CHUNK) {
    text += Reflect.apply(String.fromCharCode, null, units.subarray(at, Math.min(at + CHUNK, length)));
  }
  return text;
}
