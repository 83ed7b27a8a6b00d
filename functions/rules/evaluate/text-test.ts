/** `words`, `contains`, `starts_with`, `ends_with` and `matches`. */

import type { Value } from '../model.ts';
import type { Span } from '../text/fold.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import { compileKeyword, type Keyword } from '../text/keyword.ts';
import type { PreparedText } from '../text/prepare-text.ts';
import { type Evaluation, type IndexKeys, type Match, preparedText, textOfValue } from './match.ts';
import type { WrittenValue } from './values.ts';

/** Finds the leftmost occurrence, then the longest, of any of the values. */
export interface TextFinder {
  find(text: PreparedText): TextHit | undefined;
  keys?: IndexKeys;
}

interface TextHit {
  span: Span;
  value: Value;
}

/** On a list any item may hold; offsets are then into that item. */
export function findInText(
  finders: readonly TextFinder[],
  value: unknown,
  evaluation: Evaluation,
): Match | undefined {
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = textOfValue(item);
    const hit = text === undefined ? undefined : firstHit(finders, preparedText(text, evaluation));
    if (text !== undefined && hit !== undefined) {
      const { start, end } = hit.span;
      return { value: hit.value, found: text.slice(start, end), start, end };
    }
  }
  return undefined;
}

function firstHit(finders: readonly TextFinder[], text: PreparedText): TextHit | undefined {
  const [only] = finders;
  return finders.length === 1 ? only?.find(text) : leftmost(finders, (finder) => finder.find(text));
}

export function compileWords(
  values: readonly WrittenValue[],
  except: readonly Pick<Keyword, 'occurrences'>[],
  options: FoldOptions,
): TextFinder {
  const keywords = compileKeywords(values, options);
  const required = keywords.map(({ compiled }) => requiredToken(compiled));
  // As `leftmost`, written out: most keywords fall to one number, and this is where a decision spends its time.
  const find = (text: PreparedText) => {
    let best: TextHit | undefined;
    for (let at = 0; at < required.length; at += 1) {
      const token = required[at] ?? NO_TOKEN;
      const keyword = token === NO_TOKEN || text.mayHaveToken(token) ? keywords[at] : undefined;
      const span = keyword && mayOccur(keyword.compiled, text) ? keyword.compiled.find(text, except) : null;
      if (keyword !== undefined && span !== null && (best === undefined || isBefore(span, best.span))) {
        best = { span, value: keyword.written };
      }
    }
    return best;
  };
  return { find, keys: { kind: 'text', anchors: keywords.map(({ compiled }) => compiled.anchors) } };
}

/** Keys are not negative. */
const NO_TOKEN = -1;

/** One of the whole words of a keyword, by which most messages rule it out without a look at the keyword. */
function requiredToken({ anchors }: Keyword): number {
  return anchors.find(({ prefix }) => !prefix)?.key ?? NO_TOKEN;
}

/** Most keywords of a test are not in the message: their anchors tell without a look at the text. */
function mayOccur({ anchors }: Keyword, text: PreparedText): boolean {
  for (const { key, prefix } of anchors) {
    if (!prefix && !text.mayHaveToken(key)) {
      return false;
    }
  }
  return true;
}

/** Phrases whose occurrences do not count. */
export function compileExcept(
  values: readonly WrittenValue[],
  options: FoldOptions,
): Pick<Keyword, 'occurrences'> {
  const keywords = compileKeywords(values, options);
  return {
    occurrences: (text) =>
      keywords.flatMap(({ compiled }) => (mayOccur(compiled, text) ? compiled.occurrences(text) : [])),
  };
}

function compileKeywords(values: readonly WrittenValue[], { case: letterCase, accents }: FoldOptions) {
  return values.flatMap(({ text, written }) => {
    const compiled = compileKeyword(text, { case: letterCase, accents });
    return 'error' in compiled ? [] : [{ compiled, written }];
  });
}

/** Of equal spans the first in file order. */
export function leftmost<T, F extends { span: Span }>(
  candidates: readonly T[],
  find: (candidate: T) => F | undefined,
): F | undefined {
  let best: F | undefined;
  for (const candidate of candidates) {
    const found = find(candidate);
    if (found !== undefined && (best === undefined || isBefore(found.span, best.span))) {
      best = found;
    }
  }
  return best;
}

function isBefore(a: Span, b: Span): boolean {
  return a.start < b.start || (a.start === b.start && a.end > b.end);
}
