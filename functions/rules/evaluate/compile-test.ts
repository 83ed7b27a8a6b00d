/** From one operator on one field, as stored, to what evaluates it. */

import { readFact } from '../facts/read-fact.ts';
import type { FieldTest, Ruleset } from '../model.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import { compileWithin } from '../time/within.ts';
import { findDate, findWithin } from './date-test.ts';
import { type FoldedValues, findEqual, findIncluded, foldValues, includesAll } from './equality.ts';
import { compileLiterals } from './literal-test.ts';
import type { CompiledTest, Match } from './match.ts';
import { compileExpressions, type ExpressionFinder } from './matches-test.ts';
import { findNumber } from './number-test.ts';
import { compileWords, findInText, type TextFinder } from './text-test.ts';
import { expandValues, type WrittenValue } from './values.ts';

type Find = CompiledTest['find'];

/** Compiles a test; the values of a list are folded when the test is first tried, or when the index asks. */
export function compileTest(test: FieldTest, lists: Ruleset['lists']): CompiledTest {
  const values = expandValues(test.values, lists);
  const base = { field: test.field, operator: test.operator, written: writtenOf(test), holdsMissing: false };
  switch (test.operator) {
    case 'words': {
      const finder = compileWords(values, expandValues(test.except ?? [], lists), test);
      return textTest(base, finder);
    }
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return textTest(base, compileLiterals(test.operator, values, optionsOf(test)));
    case 'matches': {
      const finder = compileExpressions(values, test.case);
      return { ...textTest(base, finder), capture: captureOf(test.field, finder) };
    }
    case 'equals':
      return equalityTest(base, values, optionsOf(test), findEqual);
    case 'includes':
      return equalityTest(base, values, optionsOf(test), onList(findIncluded));
    case 'includes_all':
      return { ...base, find: findAll(base.written, foldValues(values, optionsOf(test)), optionsOf(test)) };
    case 'exists':
      return existsTest(base, values);
    default:
      return { ...base, find: plainFind(test, values) };
  }
}

type Base = Omit<CompiledTest, 'find'>;

function textTest(base: Base, finder: TextFinder): CompiledTest {
  const find: Find = (value, evaluation) => findInText(finder, value, evaluation);
  return { ...base, find, ...(finder.keys && { keys: finder.keys }) };
}

function captureOf(field: string, finder: ExpressionFinder): NonNullable<CompiledTest['capture']> {
  return (group, evaluation) => finder.capture(group, readFact(evaluation.facts, field), evaluation);
}

type FindAmong = (values: FoldedValues, options: FoldOptions, value: unknown) => Match | undefined;

function equalityTest(
  base: Base,
  values: readonly WrittenValue[],
  options: FoldOptions,
  among: FindAmong,
): CompiledTest {
  const folded = foldValues(values, options);
  const find: Find = (value) => among(folded, options, value);
  // The index files facts by their default folding.
  const keys = isDefault(options) ? [...folded.keys()] : [...foldValues(values, {}).keys()];
  return { ...base, find, keys: { kind: 'values', values: keys } };
}

function onList(among: typeof findIncluded): FindAmong {
  return (values, options, value) => (Array.isArray(value) ? among(values, options, value) : undefined);
}

function findAll(written: unknown, values: FoldedValues, options: FoldOptions): Find {
  return (value) =>
    Array.isArray(value) && includesAll(values, options, value)
      ? { value: written, found: value }
      : undefined;
}

function existsTest(base: Base, values: readonly WrittenValue[]): CompiledTest {
  const wanted = values[0]?.text === 'true';
  const find: Find = (value) => (exists(value) === wanted ? { value: wanted, found: value } : undefined);
  return { ...base, find, holdsMissing: !wanted };
}

/** Neither null nor white space, an empty list or an empty map; `0` and `false` exist. */
function exists(value: unknown): boolean {
  if (typeof value === 'string') {
    return value.trim() !== '';
  }
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value != null;
}

function plainFind(test: FieldTest, values: readonly WrittenValue[]): Find {
  switch (test.operator) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const { operator } = test;
      return (value) => findNumber(operator, values, value);
    }
    case 'before':
    case 'after': {
      const { operator } = test;
      return (value, evaluation) => findDate(operator, values, value, evaluation);
    }
    default: {
      const within = test.within ?? {};
      const spans = compileWithin(within);
      return (value, evaluation) => findWithin(within, spans, value, evaluation);
    }
  }
}

/** A single value as such, several as a list, as in the file. */
function writtenOf({ operator, values, within }: FieldTest): unknown {
  if (operator === 'within') {
    return within;
  }
  return values.length === 1 && operator !== 'includes_all' ? values[0] : values;
}

function optionsOf({ case: letterCase, accents }: FieldTest): FoldOptions {
  return { case: letterCase, accents };
}

function isDefault(options: FoldOptions): boolean {
  return options.case === undefined && options.accents === undefined;
}
