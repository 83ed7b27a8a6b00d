import type { SearchFilter } from '../../intercom/search-query.ts';
import { compileTest } from '../../rules/evaluate/compile-test.ts';
import { startListCache } from '../../rules/evaluate/list-cache.ts';
import { startEvaluation } from '../../rules/evaluate/match.ts';
import { exampleFacts } from '../../rules/facts/example-facts.ts';
import type { Condition, Ruleset, ScheduleOver } from '../../rules/model.ts';
import { ALWAYS, allOf, anyOf, type Clauses, NEVER, queryOf } from './clauses.ts';
import { type KnownTag, type PushContext, pushTest } from './push-test.ts';

export interface Pushdown {
  over: Exclude<ScheduleOver, 'companies'>;
  ruleset: Ruleset;
  /** Unix seconds: the tick. */
  now: number;
  /** Every tag of the workspace: conditions name them, searches go by their ids. */
  tags: readonly KnownTag[];
}

/**
 * As much of a condition as Intercom's search can be asked: what it finds holds every object that the condition
 * holds for, and mostly others, so that each is evaluated here again. `always`: it narrows nothing. `never`: no
 * object can meet it, and nothing need be asked.
 */
export function pushDown(
  condition: Condition | undefined,
  pushdown: Pushdown,
): SearchFilter | 'always' | 'never' {
  return queryOf(clausesOf(condition, pushdown));
}

export function clausesOf(condition: Condition | undefined, pushdown: Pushdown): Clauses {
  const { ruleset, now } = pushdown;
  const { timezone } = ruleset.settings;
  const cache = startListCache(ruleset.lists);
  const context: PushContext = {
    ...pushdown,
    compile: (test) => compileTest(test, cache),
    evaluation: startEvaluation(exampleFacts('', null, { now }, timezone), timezone),
  };
  return condition === undefined ? ALWAYS : push(condition, false, context);
}

/** Negation moves inwards: of `none` that each of its conditions fails, of a failing `all` that one does. */
function push(condition: Condition, negated: boolean, context: PushContext): Clauses {
  if ('use' in condition) {
    const named = context.ruleset.conditions[condition.use];
    return named === undefined ? ALWAYS : push(named, negated, context);
  }
  if ('all' in condition) return group(condition.all, { all: !negated, negated }, context);
  if ('any' in condition) return group(condition.any, { all: negated, negated }, context);
  if ('none' in condition) return group(condition.none, { all: !negated, negated: !negated }, context);
  return pushTest(condition, negated, context);
}

function group(
  conditions: readonly Condition[],
  { all, negated }: { all: boolean; negated: boolean },
  context: PushContext,
): Clauses {
  const parts = conditions.map((each) => push(each, negated, context));
  if (!all) return parts.length === 0 ? NEVER : anyOf(parts);
  return allOf(parts);
}
