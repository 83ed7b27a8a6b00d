import { tryTest } from '../evaluate/condition.ts';
import { foldWhole } from '../evaluate/equality.ts';
import { type Evaluation, preparedText, textOfValue } from '../evaluate/match.ts';
import { UNKNOWN } from '../facts/holding.ts';
import { readFact } from '../facts/read-fact.ts';
import { offsetAt } from '../text/number-at.ts';
import type { CompiledRule } from './compiled.ts';
import type { FieldIndex } from './field-index.ts';
import { firstEntry, type KeyTable, nextEntry, placeOf } from './key-table.ts';

type Found = (rule: CompiledRule) => void;

/** Calls `found` for each rule filed under a test of this field that holds or is unknown. */
export function searchField(index: FieldIndex, evaluation: Evaluation, found: Found): void {
  index.met.parts.clear();
  index.met.tests.clear();
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

function tryText(index: FieldIndex, text: string, evaluation: Evaluation, found: Found): void {
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
  found: Found,
): void {
  for (const key of keys) {
    for (let entry = firstEntry(table, key); entry !== -1; entry = nextEntry(table, entry)) {
      tryPart(index, placeOf(table, entry), evaluation, found);
    }
  }
}

function tryAll(index: FieldIndex, evaluation: Evaluation, found: Found): void {
  for (const place of index.filed.keys()) {
    tryTestAt(index, place, evaluation, found);
  }
}

function tryPart(index: FieldIndex, part: number, evaluation: Evaluation, found: Found): void {
  const { partStarts, testsOfParts, met } = index;
  if (met.parts.mark(part)) {
    const end = offsetAt(partStarts, part + 1);
    for (let at = offsetAt(partStarts, part); at < end; at += 1) {
      tryTestAt(index, offsetAt(testsOfParts, at), evaluation, found);
    }
  }
}

function tryTestAt(index: FieldIndex, place: number, evaluation: Evaluation, found: Found): void {
  const entry = index.met.tests.mark(place) ? index.filed[place] : undefined;
  if (entry !== undefined && tryTest(entry.test, evaluation) !== 'failed') {
    entry.rules.forEach(found);
  }
}
