/**
 * Finds the rules that a notification can match without trying the others. Each rule is filed under the one test
 * (or, for `any`, the few) that must hold or be unknown for the rule to match: keywords under one of their anchors,
 * equality under the value. What has no such test is tried always.
 */

import { tryTest } from '../evaluate/condition.ts';
import { foldWhole } from '../evaluate/equality.ts';
import { type CompiledTest, type Evaluation, preparedText, textOfValue } from '../evaluate/match.ts';
import { UNKNOWN } from '../facts/holding.ts';
import { readFact } from '../facts/read-fact.ts';
import { filterOf, type KeyFilter } from '../text/key-filter.ts';
import type { Anchor } from '../text/keyword-anchors.ts';
import type { CompiledRule } from './compiled.ts';
import { coverOf } from './cover.ts';

/** A rule by its place in `CompiledRuleset.rules`. */
type Position = number;

export interface RuleIndex {
  /** Rules that no test files, in order. */
  always: readonly Position[];
  fields: readonly FieldIndex[];
}

interface FieldIndex {
  field: string;
  /** Each test with the rules that are filed under it. */
  filed: { test: CompiledTest; rules: Position[] }[];
  /** Where in `filed` to look, by key. */
  tokens: Map<number, number[]>;
  prefixes: Map<number, number[]>;
  /** Of `tokens` and of `prefixes`. */
  filters: { tokens: KeyFilter; prefixes: KeyFilter };
  values: Map<string, number[]>;
}

export function indexRules(rules: readonly CompiledRule[]): RuleIndex {
  const always: Position[] = [];
  const fields = new Map<string, FieldIndex>();
  const places = new Map<CompiledTest, number>();
  for (const [position, { condition }] of rules.entries()) {
    const cover = condition && coverOf(condition);
    if (cover === undefined) {
      always.push(position);
    }
    for (const test of cover === undefined || cover.tests.length < 2
      ? (cover?.tests ?? [])
      : new Set(cover.tests)) {
      const index = fieldIndex(fields, test.field);
      const place = places.get(test) ?? index.filed.push({ test, rules: [] }) - 1;
      places.set(test, place);
      index.filed[place]?.rules.push(position);
    }
  }
  for (const index of fields.values()) {
    fileTests(index);
    index.filters = {
      tokens: filterOf(index.tokens.keys(), index.tokens.size),
      prefixes: filterOf(index.prefixes.keys(), index.prefixes.size),
    };
  }
  return { always, fields: [...fields.values()] };
}

/** Calls `found` for each rule whose filing test holds or is unknown; for a rule of several perhaps more than once. */
export function eachCandidate(
  index: RuleIndex,
  evaluation: Evaluation,
  found: (position: Position) => void,
): void {
  for (const field of index.fields) {
    const tried = new Set<number>();
    eachPlace(field, evaluation, (place) => {
      if (tried.has(place)) {
        return;
      }
      tried.add(place);
      const entry = field.filed[place];
      if (entry !== undefined && tryTest(entry.test, evaluation) !== 'failed') {
        entry.rules.forEach(found);
      }
    });
  }
}

function fieldIndex(fields: Map<string, FieldIndex>, field: string): FieldIndex {
  const known = fields.get(field);
  if (known !== undefined) {
    return known;
  }
  const made: FieldIndex = {
    field,
    filed: [],
    tokens: new Map(),
    prefixes: new Map(),
    filters: { tokens: filterOf([], 0), prefixes: filterOf([], 0) },
    values: new Map(),
  };
  fields.set(field, made);
  return made;
}

/** A keyword is filed under the one of its anchors that the fewest keywords have. */
function fileTests(index: FieldIndex): void {
  const shared = countAnchors(index);
  for (const [place, { test }] of index.filed.entries()) {
    if (test.keys?.kind === 'values') {
      for (const value of test.keys.values) {
        file(index.values, value, place);
      }
    }
    for (const anchors of anchorsOf(test)) {
      const rarest = rarestOf(anchors, shared);
      if (rarest !== undefined) {
        file(rarest.prefix ? index.prefixes : index.tokens, rarest.key, place);
      }
    }
  }
}

function countAnchors({ filed }: FieldIndex): Map<number, number> {
  const shared = new Map<number, number>();
  for (const { test } of filed) {
    for (const anchors of anchorsOf(test)) {
      for (const { key } of anchors) {
        shared.set(key, (shared.get(key) ?? 0) + 1);
      }
    }
  }
  return shared;
}

function anchorsOf({ keys }: CompiledTest): readonly (readonly Anchor[])[] {
  return keys?.kind === 'text' ? keys.anchors : [];
}

function rarestOf(anchors: readonly Anchor[], shared: ReadonlyMap<number, number>): Anchor | undefined {
  let rarest = anchors[0];
  for (const anchor of anchors) {
    if (rarest !== undefined && cost(anchor, shared) < cost(rarest, shared)) {
      rarest = anchor;
    }
  }
  return rarest;
}

const PREFIX_COST = 20;

function cost({ key, prefix }: Anchor, shared: ReadonlyMap<number, number>): number {
  return (shared.get(key) ?? 0) + (prefix ? PREFIX_COST : 0);
}

function file<K>(places: Map<K, number[]>, key: K, place: number): void {
  const known = places.get(key);
  if (known === undefined) {
    places.set(key, [place]);
  } else if (known.at(-1) !== place) {
    known.push(place);
  }
}

function eachPlace(index: FieldIndex, evaluation: Evaluation, found: (place: number) => void): void {
  const value = readFact(evaluation.facts, index.field);
  if (value === UNKNOWN) {
    for (const place of index.filed.keys()) {
      found(place);
    }
    return;
  }
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = textOfValue(item);
    if (text !== undefined) {
      eachPlaceOfText(index, text, evaluation, found);
    }
  }
}

function eachPlaceOfText(
  index: FieldIndex,
  text: string,
  evaluation: Evaluation,
  found: (place: number) => void,
): void {
  if (index.values.size > 0) {
    index.values.get(foldWhole(text, {}))?.forEach(found);
  }
  if (index.tokens.size === 0 && index.prefixes.size === 0) {
    return;
  }
  const keys = preparedText(text, evaluation).keys();
  if (!keys.complete) {
    for (const place of index.filed.keys()) {
      found(place);
    }
    return;
  }
  eachFiled(index.tokens, index.filters.tokens, keys.tokens, found);
  if (index.prefixes.size > 0) {
    eachFiled(index.prefixes, index.filters.prefixes, keys.prefixes, found);
  }
}

function eachFiled(
  places: ReadonlyMap<number, number[]>,
  filter: KeyFilter,
  keys: readonly number[],
  found: (place: number) => void,
): void {
  for (const key of keys) {
    if (filter.mayHave(key)) {
      places.get(key)?.forEach(found);
    }
  }
}
