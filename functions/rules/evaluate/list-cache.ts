/** What is compiled of a list, once for each way in which tests use it: thousands of rules may name the same one. */

import type { Ruleset, Value } from '../model.ts';
import type { Exception } from '../text/keyword.ts';
import type { PreparedText } from '../text/prepare-text.ts';
import type { FoldedPart } from './equality.ts';
import type { ExpressionFinder } from './matches-test.ts';
import type { TextFinder } from './text-test.ts';
import { expandValues, listName, type WrittenValue } from './values.ts';

export interface ListCache {
  lists: Ruleset['lists'];
  texts: Map<string, TextFinder>;
  expressions: Map<string, ExpressionFinder>;
  folded: Map<string, FoldedPart>;
  except: Map<string, Exception>;
}

export function startListCache(lists: Ruleset['lists']): ListCache {
  return { lists, texts: new Map(), expressions: new Map(), folded: new Map(), except: new Map() };
}

/** How the values of a test are compiled. */
export interface PartCompiler<T> {
  /** What of lists is compiled already, by usage and name. */
  known: Map<string, T>;
  /** What else than the values a part depends on. */
  usage: () => string;
  compile: (values: readonly WrittenValue[]) => T;
  /** Makes a part fit for being tried by many tests on one text. */
  share?: (part: T) => T;
}

/** Compiles the values of a test in file order: each list as one part, and what stands between lists together. */
export function compileParts<T>(
  values: readonly Value[],
  lists: Ruleset['lists'],
  { known, usage, compile, share }: PartCompiler<T>,
): T[] {
  const shared = (part: T): T => (share === undefined ? part : share(part));
  const parts: T[] = [];
  let own: Value[] = [];
  const endOwn = () => {
    if (own.length > 0) {
      parts.push(compile(expandValues(own, lists)));
      own = [];
    }
  };
  for (const value of values) {
    const name = typeof value === 'string' ? listName(value) : undefined;
    if (name === undefined) {
      own.push(value);
    } else {
      endOwn();
      const key = `${usage()} ${name}`;
      const part = known.get(key) ?? shared(compile(expandValues([value], lists)));
      known.set(key, part);
      parts.push(part);
    }
  }
  endOwn();
  return [...parts];
}

/** Looks once in a text, however many tests ask, and remembers what was found for as long as the text is there. */
export function sharedFinder<T extends TextFinder>(finder: T): T {
  return { ...finder, find: oncePerText((text) => finder.find(text)) };
}

export function sharedExcept(except: Exception): Exception {
  return { occurrences: oncePerText((text) => except.occurrences(text)) };
}

function oncePerText<T>(find: (text: PreparedText) => T): (text: PreparedText) => T {
  const known = new WeakMap<PreparedText, { found: T }>();
  return (text) => {
    const entry = known.get(text) ?? { found: find(text) };
    known.set(text, entry);
    return entry.found;
  };
}
