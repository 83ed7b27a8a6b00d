import { tryTest } from '../evaluate/condition.ts';
import { foldWhole } from '../evaluate/equality.ts';
import { type Evaluation, preparedText, textOfValue } from '../evaluate/match.ts';
import { UNKNOWN } from '../facts/holding.ts';
import { readFact } from '../facts/read-fact.ts';
import { gramKey } from '../text/grams.ts';
import { offsetAt } from '../text/number-at.ts';
import type { CompiledRule } from './compiled.ts';
import type { FieldIndex } from './field-index.ts';
import type { GramIndex } from './gram-index.ts';
import { firstEntry, type KeyTable, nextEntry, placeOf } from './key-table.ts';

type Found = (rule: CompiledRule) => void;

/** Calls `found` for each rule filed under a test of this field that holds or is unknown. */
export function searchField(index: FieldIndex, evaluation: Evaluation, found: Found): void {
  forget(index);
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

function forget({ met, tokens, prefixes, grams }: FieldIndex): void {
  met.parts.clear();
  met.tests.clear();
  tokens.met.clear();
  prefixes.met.clear();
  for (const { table } of grams) {
    table.met.clear();
  }
}

function tryText(index: FieldIndex, text: string, evaluation: Evaluation, found: Found): void {
  if (index.values.size > 0) {
    for (const part of index.values.get(foldWhole(text, {})) ?? NONE) {
      tryPart(index, part, evaluation, found);
    }
  }
  for (const grams of index.grams) {
    tryGrams(index, grams, text, evaluation, found);
  }
  if (index.tokens.size > 0 || index.prefixes.size > 0) {
    tryKeywords(index, text, evaluation, found);
  }
}

const NONE: readonly number[] = [];

function tryGrams(
  index: FieldIndex,
  { options, sizes, table }: GramIndex,
  text: string,
  evaluation: Evaluation,
  found: Found,
): void {
  const folded = preparedText(text, evaluation).folded(options).text;
  for (const size of sizes) {
    for (let at = 0; at + size <= folded.length; at += 1) {
      tryKey(index, table, gramKey(folded, at, size), evaluation, found);
    }
  }
}

function tryKeywords(index: FieldIndex, text: string, evaluation: Evaluation, found: Found): void {
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

function tryFiled(
  index: FieldIndex,
  table: KeyTable,
  keys: readonly number[],
  evaluation: Evaluation,
  found: Found,
): void {
  for (const key of keys) {
    tryKey(index, table, key, evaluation, found);
  }
}

/** What a text repeats is looked up again, and no more. */
function tryKey(index: FieldIndex, table: KeyTable, key: number, evaluation: Evaluation, found: Found): void {
  const first = firstEntry(table, key);
  if (first !== -1 && table.met.mark(first)) {
    for (let entry = first; entry !== -1; entry = nextEntry(table, entry)) {
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
