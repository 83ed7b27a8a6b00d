/** From one operator on one field, as stored, to what evaluates it. */

import { readFact } from '../facts/read-fact.ts';
import type { FieldTest } from '../model.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import type { LiteralOperator } from '../text/literal.ts';
import { compileWithin } from '../time/within.ts';
import { findDate, findWithin } from './date-test.ts';
import { type FoldedPart, findEqual, findIncluded, foldPart, includesAll } from './equality.ts';
import { compileParts, type ListCache, sharedExcept, sharedFinder } from './list-cache.ts';
import { compileLiterals } from './literal-test.ts';
import type { CompiledTest, Match } from './match.ts';
import { captureIn, compileExpressions, type ExpressionFinder } from './matches-test.ts';
import { findNumber } from './number-test.ts';
import { compileExcept, compileWords, findInText, joinFinders, type TextFinder } from './text-test.ts';
import { expandValues, type WrittenValue } from './values.ts';

type Find = CompiledTest['find'];

/** Compiles a test, and of the lists that it names what no other test has compiled. */
export function compileTest(test: FieldTest, cache: ListCache): CompiledTest {
  const base: Base = {
    kind: 'test',
    field: test.field,
    operator: test.operator,
    written: writtenOf(test),
    holdsMissing: false,
  };
  const { lists } = cache;
  switch (test.operator) {
    case 'words':
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return textTest(base, compileTexts(test, test.operator, cache));
    case 'matches': {
      const finders = compileExpressionParts(test, cache);
      return { ...textTest(base, finders), capture: captureOf(test.field, finders) };
    }
    case 'equals':
      return equalityTest(base, test, cache, findEqual);
    case 'includes':
      return equalityTest(base, test, cache, onList(findIncluded));
    case 'includes_all':
      return { ...base, find: findAll(base.written, foldParts(test, cache), optionsOf(test)) };
    case 'exists':
      return existsTest(base, expandValues(test.values, lists));
    default:
      return { ...base, find: plainFind(test, expandValues(test.values, lists)) };
  }
}

function compileTexts(
  test: FieldTest,
  operator: 'words' | LiteralOperator,
  { lists, texts, except }: ListCache,
): TextFinder[] {
  const options = optionsOf(test);
  const parts = { known: texts, usage: () => usageOf(test), share: sharedFinder };
  if (operator !== 'words') {
    const compile = (values: readonly WrittenValue[]) => compileLiterals(operator, values, options);
    return compileParts(test.values, lists, { ...parts, compile });
  }
  const struck = compileParts(test.except ?? [], lists, {
    known: except,
    usage: () => JSON.stringify(options),
    compile: (values) => compileExcept(values, options),
    share: sharedExcept,
  });
  const compile = (values: readonly WrittenValue[]) => compileWords(values, struck, options);
  return compileParts(test.values, lists, { ...parts, compile });
}

function compileExpressionParts(test: FieldTest, { lists, expressions }: ListCache): ExpressionFinder[] {
  return compileParts(test.values, lists, {
    known: expressions,
    usage: () => usageOf(test),
    compile: (values) => compileExpressions(values, test.case),
    share: sharedFinder,
  });
}

/** What else than its values a test's parts depend on. */
function usageOf({ operator, case: letterCase, accents, except }: FieldTest): string {
  return JSON.stringify([operator, letterCase, accents, except]);
}

type Base = Omit<CompiledTest, 'find'>;

function textTest(base: Base, finders: readonly TextFinder[]): CompiledTest {
  const finder = joinFinders(finders);
  const find: Find = (value, evaluation) => findInText(finder, value, evaluation);
  const keys = finders.flatMap((finder) => finder.keys ?? []);
  return keys.length < finders.length ? { ...base, find } : { ...base, find, keys };
}

function captureOf(
  field: string,
  finders: readonly ExpressionFinder[],
): NonNullable<CompiledTest['capture']> {
  return (group, evaluation) => captureIn(finders, group, readFact(evaluation.facts, field), evaluation);
}

type FindAmong = (parts: readonly FoldedPart[], options: FoldOptions, value: unknown) => Match | undefined;

function equalityTest(base: Base, test: FieldTest, cache: ListCache, among: FindAmong): CompiledTest {
  const options = optionsOf(test);
  const parts = foldParts(test, cache);
  const find: Find = (value) => among(parts, options, value);
  return { ...base, find, keys: parts.map(({ keys }) => keys) };
}

function foldParts(test: FieldTest, { lists, folded }: ListCache): FoldedPart[] {
  const options = optionsOf(test);
  return compileParts(test.values, lists, {
    known: folded,
    usage: () => JSON.stringify(options),
    compile: (values) => foldPart(values, options),
  });
}

function onList(among: typeof findIncluded): FindAmong {
  return (parts, options, value) => (Array.isArray(value) ? among(parts, options, value) : undefined);
}

function findAll(written: unknown, parts: readonly FoldedPart[], options: FoldOptions): Find {
  return (value) =>
    Array.isArray(value) && includesAll(parts, options, value) ? { value: written, found: value } : undefined;
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
