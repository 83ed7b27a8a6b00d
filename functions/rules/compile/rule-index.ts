/**
 * Finds the rules that a notification can match without trying the others. Each rule is filed under the one test
 * (or, for `any`, the few) that must hold or be unknown for the rule to match: keywords under one of their anchors,
 * equality under the value. What has no such test is tried always.
 */

import { tryTest } from '../evaluate/condition.ts';
import { foldWhole } from '../evaluate/equality.ts';
import {
  type CompiledTest,
  type Evaluation,
  type IndexKeys,
  preparedText,
  textOfValue,
} from '../evaluate/match.ts';
import { UNKNOWN } from '../facts/holding.ts';
import { readFact } from '../facts/read-fact.ts';
import type { Anchors } from '../text/keyword-anchors.ts';
import type { CompiledRule } from './compiled.ts';
import { coverOf } from './cover.ts';
import { firstEntry, type KeyTable, keyTableOf } from './key-table.ts';
import { type Marks, marksFor } from './marks.ts';

export interface RuleIndex {
  /** Rules that no test files, in order. */
  always: readonly CompiledRule[];
  fields: readonly FieldIndex[];
}

interface FieldIndex {
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
}

interface FiledTest {
  test: CompiledTest;
  rules: CompiledRule[];
}

export function indexRules(rules: readonly CompiledRule[]): RuleIndex {
  const always: CompiledRule[] = [];
  const fields = new Map<string, FiledTest[]>();
  const places = new Map<CompiledTest, FiledTest>();
  for (const rule of rules) {
    const cover = rule.condition && coverOf(rule.condition);
    if (cover === undefined) {
      always.push(rule);
    }
    for (const test of distinct(cover?.tests ?? [])) {
      const known = places.get(test) ?? { test, rules: [] };
      known.rules.push(rule);
      if (known.rules.length === 1) {
        places.set(test, known);
        append(fields, test.field, known);
      }
    }
  }
  return { always, fields: Array.from(fields, ([field, filed]) => indexField(field, filed)) };
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}

/** Calls `found` for each rule whose filing test holds or is unknown; for a rule of several perhaps more than once. */
export function eachCandidate(
  index: RuleIndex,
  evaluation: Evaluation,
  found: (rule: CompiledRule) => void,
): void {
  for (const field of index.fields) {
    field.met.parts.clear();
    field.met.tests.clear();
    eachPlace(field, evaluation, found);
  }
}

function indexField(field: string, filed: readonly FiledTest[]): FieldIndex {
  const parts = new Map<IndexKeys, number[]>();
  for (const [place, { test }] of filed.entries()) {
    for (const keys of test.keys ?? []) {
      append(parts, keys, place);
    }
  }
  const met = { parts: marksFor(parts.size), tests: marksFor(filed.length) };
  return { field, filed, ...rangesOf([...parts.values()]), met, ...fileParts([...parts.keys()]) };
}

function rangesOf(tests: readonly number[][]): Pick<FieldIndex, 'partStarts' | 'testsOfParts'> {
  const partStarts = new Uint32Array(tests.length + 1);
  for (const [part, { length }] of tests.entries()) {
    partStarts[part + 1] = (partStarts[part] ?? 0) + length;
  }
  return { partStarts, testsOfParts: Uint32Array.from(tests.flat()) };
}

/** A keyword is filed under the one of its anchors that the fewest keywords have. */
function fileParts(parts: readonly IndexKeys[]): Pick<FieldIndex, 'tokens' | 'prefixes' | 'values'> {
  const shared = countAnchors(parts);
  const tokens = { keys: [] as number[], places: [] as number[] };
  const prefixes = { keys: [] as number[], places: [] as number[] };
  const values = new Map<string, number[]>();
  for (const [part, keys] of parts.entries()) {
    if (keys.kind === 'values') {
      for (const value of keys.values.keys()) {
        append(values, value, part);
      }
    }
    for (const anchors of anchorsOf(keys)) {
      const token = rarestOf(anchors.tokens, shared);
      const prefix = rarestOf(anchors.prefixes, shared);
      const under = cost(token, shared) <= cost(prefix, shared) + PREFIX_COST ? tokens : prefixes;
      under.keys.push((under === tokens ? token : prefix) ?? 0);
      under.places.push(part);
    }
  }
  return {
    tokens: keyTableOf(tokens.keys, tokens.places),
    prefixes: keyTableOf(prefixes.keys, prefixes.places),
    values,
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

function countAnchors(parts: readonly IndexKeys[]): Map<number, number> {
  const shared = new Map<number, number>();
  for (const keys of parts) {
    for (const { tokens, prefixes } of anchorsOf(keys)) {
      count(tokens, shared);
      count(prefixes, shared);
    }
  }
  return shared;
}

function count(keys: readonly number[], shared: Map<number, number>): void {
  for (const key of keys) {
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
}

function anchorsOf(keys: IndexKeys): readonly Anchors[] {
  return keys.kind === 'text' ? keys.keywords : [];
}

function rarestOf(keys: readonly number[], shared: ReadonlyMap<number, number>): number | undefined {
  let rarest = keys[0];
  for (const key of keys) {
    if (cost(key, shared) < cost(rarest, shared)) {
      rarest = key;
    }
  }
  return rarest;
}

/** What a prefix begins is many words. */
const PREFIX_COST = 20;

function cost(key: number | undefined, shared: ReadonlyMap<number, number>): number {
  return key === undefined ? Number.POSITIVE_INFINITY : (shared.get(key) ?? 0);
}

function eachPlace(index: FieldIndex, evaluation: Evaluation, found: (rule: CompiledRule) => void): void {
  const value = readFact(evaluation.facts, index.field);
  if (value === UNKNOWN) {
    tryAll(index, evaluation, found);
    return;
  }
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = textOfValue(item);
    if (text !== undefined) {
      tryText(index, text, evaluation, found);
    }
  }
}

function tryText(
  index: FieldIndex,
  text: string,
  evaluation: Evaluation,
  found: (rule: CompiledRule) => void,
): void {
  if (index.values.size > 0) {
    for (const part of index.values.get(foldWhole(text, {})) ?? NONE) {
      tryPart(index, part, evaluation, found);
    }
  }
  if (index.tokens.size === 0 && index.prefixes.size === 0) {
    return;
  }
  const keys = preparedText(text, evaluation).keys();
  if (!keys.complete) {
    tryAll(index, evaluation, found);
    return;
  }
  tryFiled(index, index.tokens, keys.tokens, evaluation, found);
  if (index.prefixes.size > 0) {
    tryFiled(index, index.prefixes, keys.prefixes(), evaluation, found);
  }
}

const NONE: readonly number[] = [];

function tryFiled(
  index: FieldIndex,
  table: KeyTable,
  keys: readonly number[],
  evaluation: Evaluation,
  found: (rule: CompiledRule) => void,
): void {
  const { entries } = table;
  for (const key of keys) {
    for (let entry = firstEntry(table, key); entry !== -1; entry = entries[entry * 2 + 1] ?? -1) {
      tryPart(index, entries[entry * 2] ?? -1, evaluation, found);
    }
  }
}

function tryAll(index: FieldIndex, evaluation: Evaluation, found: (rule: CompiledRule) => void): void {
  for (const place of index.filed.keys()) {
    tryTestAt(index, place, evaluation, found);
  }
}

function tryPart(
  index: FieldIndex,
  part: number,
  evaluation: Evaluation,
  found: (rule: CompiledRule) => void,
): void {
  const { partStarts, testsOfParts, met } = index;
  if (met.parts.mark(part)) {
    const end = partStarts[part + 1] ?? 0;
    for (let at = partStarts[part] ?? 0; at < end; at += 1) {
      tryTestAt(index, testsOfParts[at] ?? 0, evaluation, found);
    }
  }
}

function tryTestAt(
  index: FieldIndex,
  place: number,
  evaluation: Evaluation,
  found: (rule: CompiledRule) => void,
): void {
  const entry = index.met.tests.mark(place) ? index.filed[place] : undefined;
  if (entry !== undefined && tryTest(entry.test, evaluation) !== 'failed') {
    entry.rules.forEach(found);
  }
}
