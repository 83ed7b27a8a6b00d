/** `words`, `contains`, `starts_with`, `ends_with` and `matches`. */

import type { Value } from '../model.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import type { Span } from '../text/folded-text.ts';
import {
  compileKeyword,
  type Exception,
  findKeyword,
  type Keyword,
  keywordOccurrences,
} from '../text/keyword.ts';
import { numberAt } from '../text/number-at.ts';
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
export function findInText(finder: TextFinder, value: unknown, evaluation: Evaluation): Match | undefined {
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = textOfValue(item);
    const hit = text === undefined ? undefined : finder.find(preparedText(text, evaluation));
    if (text !== undefined && hit !== undefined) {
      const { start, end } = hit.span;
      return { value: hit.value, found: text.slice(start, end), start, end };
    }
  }
  return undefined;
}

/** One for all parts of a test's values. */
export function joinFinders(finders: readonly TextFinder[]): TextFinder {
  const [only] = finders;
  return finders.length === 1 && only !== undefined
    ? only
    : { find: (text) => leftmost(finders, (finder) => finder.find(text)) };
}

export function compileWords(
  values: readonly WrittenValue[],
  except: readonly Exception[],
  options: FoldOptions,
): TextFinder {
  const keywords = compileKeywords(values, options);
  const required = keywords.map(({ tokens }) => tokens[0] ?? NO_TOKEN);
  // As `leftmost`, written out: most keywords fall to one number, and this is where a decision spends its time.
  const find = (text: PreparedText) => {
    let best: TextHit | undefined;
    for (let at = 0; at < required.length; at += 1) {
      const token = numberAt(required, at);
      const keyword = token === NO_TOKEN || text.mayHaveToken(token) ? keywords[at] : undefined;
      const span = keyword && mayOccur(keyword, text) ? findKeyword(keyword, text, except) : null;
      if (keyword && span && (best === undefined || isBefore(span, best.span))) {
        best = { span, value: keyword.written };
      }
    }
    return best;
  };
  return { find, keys: { kind: 'text', keywords } };
}

/** Keys are not negative. */
const NO_TOKEN = -1;

/** Most keywords of a test are not in the message: their whole words tell without a look at the text. */
function mayOccur({ tokens }: Keyword, text: PreparedText): boolean {
  for (const key of tokens) {
    if (!text.mayHaveToken(key)) {
      return false;
    }
  }
  return true;
}

/** Phrases whose occurrences do not count. */
export function compileExcept(values: readonly WrittenValue[], options: FoldOptions): Exception {
  const keywords = compileKeywords(values, options);
  return {
    occurrences: (text) =>
      keywords.flatMap((keyword) => (mayOccur(keyword, text) ? keywordOccurrences(keyword, text) : [])),
  };
}

interface WrittenKeyword extends Keyword {
  written: Value;
}

function compileKeywords(values: readonly WrittenValue[], options: FoldOptions): WrittenKeyword[] {
  const keywords: WrittenKeyword[] = [];
  for (const { text, written } of values) {
    const compiled = compileKeyword(text, options);
    if (!('error' in compiled)) {
      const { first, following, tokens, prefixes } = compiled;
      keywords.push({ first, following, tokens, prefixes, options, written });
    }
  }
  // A copy has no room to grow: it takes a fraction of the memory.
  return [...keywords];
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
