import { classOf, codePointFrom, EXTENDS, IGNORABLE, unitsOf } from './char-class.ts';
import { type Output, pushUnit, pushWhole, startOutput, textOf } from './fold-output.ts';
import type { FoldOptions } from './fold-string.ts';
import type { FoldedText } from './folded-text.ts';
import { type Folding, foldingFor, foldRun } from './folding.ts';

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

/**
 * Marks that belong to one character: more are folded on their own. Normalising sorts marks by insertion, in
 * quadratic time (50,000 of them take seconds); Unicode's Stream-Safe Text Format allows 30.
 */
const RUN_LIMIT = 128;

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
