/** Why a rule matched, and why one did not. */

import { UNKNOWN } from '../facts/holding.ts';
import { readFact } from '../facts/read-fact.ts';
import type { Because, MissedRule } from '../model.ts';
import { type CompiledCondition, eachTestOutsideNone, evaluate, tryTest } from './condition.ts';
import type { CompiledTest, Evaluation, Match } from './match.ts';

/** One entry for each test that held outside `none`, in file order, all branches of `any` included. */
export function becauseOf(condition: CompiledCondition | undefined, evaluation: Evaluation): Because[] {
  const because: Because[] = [];
  if (condition !== undefined) {
    eachTestOutsideNone(condition, (test) => {
      const outcome = tryTest(test, evaluation);
      if (typeof outcome === 'object') {
        because.push(becauseOfTest(test, outcome));
      }
    });
  }
  return because;
}

function becauseOfTest({ field, operator }: CompiledTest, { value, found, start, end }: Match): Because {
  return start === undefined || end === undefined
    ? { field, operator, value, found }
    : { field, operator, value, found, start, end };
}

/** The first test that failed and what stood there instead; undefined where only unknown facts are in the way. */
export function missedBy(
  rule: string,
  condition: CompiledCondition,
  evaluation: Evaluation,
): MissedRule | undefined {
  const failed = firstFailure(condition, evaluation);
  return (
    failed && {
      rule,
      field: failed.test.field,
      operator: failed.test.operator,
      value: failed.test.written,
      found: failed.found,
    }
  );
}

interface Failure {
  test: CompiledTest;
  found: unknown;
}

function firstFailure(condition: CompiledCondition, evaluation: Evaluation): Failure | undefined {
  if (evaluate(condition, evaluation) !== 'false') {
    return undefined;
  }
  if (condition.kind === 'test') {
    return { test: condition, found: factOf(condition, evaluation) };
  }
  if (condition.kind !== 'none') {
    return first(condition.conditions, (each) => firstFailure(each, evaluation));
  }
  return first(condition.conditions, (each) => firstHeld(each, evaluation));
}

/** Under `none` it is a test that held which fails the rule: shown is what it found. */
function firstHeld(condition: CompiledCondition, evaluation: Evaluation): Failure | undefined {
  if (condition.kind === 'test') {
    const outcome = tryTest(condition, evaluation);
    return typeof outcome === 'object' ? { test: condition, found: outcome.found } : undefined;
  }
  if (evaluate(condition, evaluation) !== 'true') {
    return undefined;
  }
  if (condition.kind === 'none') {
    return first(condition.conditions, (each) => firstFailure(each, evaluation));
  }
  return first(condition.conditions, (each) => firstHeld(each, evaluation));
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function factOf(test: CompiledTest, { facts }: Evaluation): unknown {
  const value = readFact(facts, test.field);
  return value === UNKNOWN || value === undefined ? null : value;
}
