/** Conditions as trees of shared tests, evaluated with three values. */

import { UNKNOWN } from '../facts/holding.ts';
import { readFact } from '../facts/read-fact.ts';
import type { CompiledTest, Evaluation, Match } from './match.ts';

export type CompiledCondition =
  | { kind: 'all' | 'any' | 'none'; conditions: readonly CompiledCondition[] }
  | CompiledTest;

/** Whether a condition holds; `unknown` where that depends on facts that are not held. */
export type Truth = 'true' | 'false' | 'unknown';

export function evaluate(condition: CompiledCondition, evaluation: Evaluation): Truth {
  if (condition.kind === 'test') {
    const outcome = tryTest(condition, evaluation);
    return outcome === 'failed' ? 'false' : outcome === 'unknown' ? 'unknown' : 'true';
  }
  // `any` stops at what is true; `all` at what is false, `none` at what is true and then is false.
  const decisive: Truth = condition.kind === 'all' ? 'false' : 'true';
  let unknown = false;
  for (const each of condition.conditions) {
    const truth = evaluate(each, evaluation);
    if (truth === decisive) {
      return condition.kind === 'none' ? 'false' : decisive;
    }
    unknown ||= truth === 'unknown';
  }
  if (unknown) {
    return 'unknown';
  }
  return condition.kind === 'any' ? 'false' : 'true';
}

/** What a test found; tried once for each decision, whatever the number of rules that share it. */
export function tryTest(test: CompiledTest, evaluation: Evaluation): Match | 'failed' | 'unknown' {
  const known = evaluation.outcomes.get(test);
  if (known !== undefined) {
    return known;
  }
  const outcome = outcomeOf(test, evaluation);
  evaluation.outcomes.set(test, outcome);
  return outcome;
}

function outcomeOf(test: CompiledTest, evaluation: Evaluation): Match | 'failed' | 'unknown' {
  const value = readFact(evaluation.facts, test.field);
  if (value === UNKNOWN) {
    return 'unknown';
  }
  if (value === undefined) {
    return test.holdsMissing ? { value: test.written, found: null } : 'failed';
  }
  return test.find(value, evaluation) ?? 'failed';
}

/** The fields on which an unknown condition depends: those of its unknown parts, and of no others. */
export function addNeeds(condition: CompiledCondition, evaluation: Evaluation, needs: Set<string>): void {
  if (condition.kind === 'test') {
    if (tryTest(condition, evaluation) === 'unknown') {
      needs.add(condition.field);
    }
  } else if (evaluate(condition, evaluation) === 'unknown') {
    for (const each of condition.conditions) {
      addNeeds(each, evaluation, needs);
    }
  }
}

/** The tests outside `none`, in file order. */
export function eachTestOutsideNone(condition: CompiledCondition, visit: (test: CompiledTest) => void): void {
  if (condition.kind === 'test') {
    visit(condition);
  } else if (condition.kind !== 'none') {
    for (const each of condition.conditions) {
      eachTestOutsideNone(each, visit);
    }
  }
}
