/**
 * Finds the rules that a notification can match without trying the others. Each rule is filed under the one test
 * (or, for `any`, the few) that must hold or be unknown for the rule to match: keywords under one of their anchors,
 * equality under the value. What has no such test is tried always.
 */

import type { CompiledTest, Evaluation } from '../evaluate/match.ts';
import type { CompiledRule } from './compiled.ts';
import { coverOf } from './cover.ts';
import { type FieldIndex, type FiledTest, indexField } from './field-index.ts';
import { searchField } from './search-field.ts';

export interface RuleIndex {
  /** Rules that no test files, in order. */
  always: readonly CompiledRule[];
  fields: readonly FieldIndex[];
}

export function indexRules(rules: readonly CompiledRule[]): RuleIndex {
  const always: CompiledRule[] = [];
  const fields = new Map<string, FiledTest[]>();
  const places = new Map<CompiledTest, FiledTest>();
  for (const rule of rules) {
    const cover = rule.condition && coverOf(rule.condition);
    if (cover === undefined) {
      always.push(rule);
      continue;
    }
    for (const test of distinct(cover.tests)) {
      const known = places.get(test) ?? { test, rules: [] };
      known.rules.push(rule);
      if (known.rules.length === 1) {
        places.set(test, known);
        fileUnder(fields, test.field, known);
      }
    }
  }
  return { always, fields: Array.from(fields, ([field, filed]) => indexField(field, filed)) };
}

/** Calls `found` for each rule whose filing test holds or is unknown; for a rule of several perhaps more than once. */
export function eachCandidate(
  index: RuleIndex,
  evaluation: Evaluation,
  found: (rule: CompiledRule) => void,
): void {
  for (const field of index.fields) {
    searchField(field, evaluation, found);
  }
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return items.length < 2 ? items : [...new Set(items)];
}

function fileUnder(fields: Map<string, FiledTest[]>, field: string, test: FiledTest): void {
  const known = fields.get(field);
  if (known === undefined) {
    fields.set(field, [test]);
  } else {
    known.push(test);
  }
}
