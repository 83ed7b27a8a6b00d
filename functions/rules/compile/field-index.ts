import type { FilableTest, IndexKeys } from '../evaluate/match.ts';
import type { Anchors } from '../text/keyword-anchors.ts';
import { offsetAt } from '../text/number-at.ts';
import type { CompiledRule } from './compiled.ts';
import { type GramIndex, indexGrams } from './gram-index.ts';
import { type KeyTable, keyTableOf } from './key-table.ts';
import { type Marks, marksFor } from './marks.ts';

/** Where the tests of one field are filed, each part of their values once. */
export interface FieldIndex {
  field: string;
  /** Each test with the rules that are filed under it. */
  filed: readonly FiledTest[];
  /** For each part of values, which tests it is of: a range of `testsOfParts`, up to the start of the next. */
  partStarts: Uint32Array;
  testsOfParts: Uint32Array;
  /** Which parts and tests the decision in progress has met. */
  met: { parts: Marks; tests: Marks };
  /** Where a part is, by key. */
  tokens: KeyTable;
  prefixes: KeyTable;
  values: ReadonlyMap<string, readonly number[]>;
  grams: readonly GramIndex[];
}

export interface FiledTest {
  test: FilableTest;
  rules: CompiledRule[];
}

export function indexField(field: string, filed: readonly FiledTest[]): FieldIndex {
  const parts = new Map<IndexKeys, number[]>();
  for (const [place, { test }] of filed.entries()) {
    for (const keys of test.keys) {
      append(parts, keys, place);
    }
  }
  const met = { parts: marksFor(parts.size), tests: marksFor(filed.length) };
  return { field, filed, ...rangesOf([...parts.values()]), met, ...fileParts([...parts.keys()]) };
}

function rangesOf(tests: readonly number[][]): Pick<FieldIndex, 'partStarts' | 'testsOfParts'> {
  const partStarts = new Uint32Array(tests.length + 1);
  for (const [part, { length }] of tests.entries()) {
    partStarts[part + 1] = offsetAt(partStarts, part) + length;
  }
  return { partStarts, testsOfParts: Uint32Array.from(tests.flat()) };
}

interface Filing {
  keys: number[];
  places: number[];
}

function fileParts(
  parts: readonly IndexKeys[],
): Pick<FieldIndex, 'tokens' | 'prefixes' | 'values' | 'grams'> {
  const counts = countAnchors(parts);
  const tokens: Filing = { keys: [], places: [] };
  const prefixes: Filing = { keys: [], places: [] };
  const values = new Map<string, number[]>();
  for (const [part, keys] of parts.entries()) {
    if (keys.kind === 'values') {
      for (const value of keys.values.keys()) {
        append(values, value, part);
      }
    } else if (keys.kind === 'text') {
      for (const anchors of keys.keywords) {
        const { key, isPrefix } = rarestOf(anchors, counts);
        const filing = isPrefix ? prefixes : tokens;
        filing.keys.push(key);
        filing.places.push(part);
      }
    }
  }
  return {
    tokens: keyTableOf(tokens.keys, tokens.places),
    prefixes: keyTableOf(prefixes.keys, prefixes.places),
    values,
    grams: indexGrams(parts),
  };
}

function append<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const known = lists.get(key);
  if (known === undefined) {
    lists.set(key, [item]);
  } else {
    known.push(item);
  }
}

/** How many keywords have an anchor, by the low bits of its key: where two share these, both seem more common. */
function countAnchors(parts: readonly IndexKeys[]): Uint32Array {
  const keywords = parts.flatMap((keys) => (keys.kind === 'text' ? keys.keywords : []));
  const counts = new Uint32Array(2 ** Math.ceil(Math.log2(keywords.length * 4 + 1)));
  for (const { tokens, prefixes } of keywords) {
    countKeys(tokens, counts);
    countKeys(prefixes, counts);
  }
  return counts;
}

function countKeys(keys: readonly number[], counts: Uint32Array): void {
  for (const key of keys) {
    counts[slotOf(key, counts)] = countOf(key, counts) + 1;
  }
}

function countOf(key: number, counts: Uint32Array): number {
  return offsetAt(counts, slotOf(key, counts));
}

function slotOf(key: number, { length }: Uint32Array): number {
  return key & (length - 1);
}

/** What a prefix begins is many words. */
const PREFIX_COST = 20;

/** A keyword is filed under the one of its anchors that the fewest keywords have. */
function rarestOf({ tokens, prefixes }: Anchors, counts: Uint32Array): { key: number; isPrefix: boolean } {
  const rarest = { key: 0, isPrefix: false };
  let least = Number.POSITIVE_INFINITY;
  for (const key of tokens) {
    if (countOf(key, counts) < least) {
      least = countOf(key, counts);
      rarest.key = key;
    }
  }
  for (const key of prefixes) {
    if (countOf(key, counts) + PREFIX_COST < least) {
      least = countOf(key, counts) + PREFIX_COST;
      rarest.key = key;
      rarest.isPrefix = true;
    }
  }
  return rarest;
}
