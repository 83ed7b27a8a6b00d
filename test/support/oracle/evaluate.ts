import type { Condition, DecisionInput, FieldTest, Ruleset, Value } from '../../../functions/rules/model.ts';
import { lookUp } from './look-up.ts';
import { type Held, type Truth, testFact } from './test-fact.ts';

export interface Evaluation {
  truth: Truth;
  /** The tests that held outside `none`, in file order. */
  held: Held[];
  /** The unknown facts on which the truth depends. */
  needs: string[];
}

export function evaluate(ruleset: Ruleset, condition: Condition, input: DecisionInput): Evaluation {
  const each = (conditions: Condition[]) => conditions.map((inner) => evaluate(ruleset, inner, input));
  if ('use' in condition) {
    const named = ruleset.conditions[condition.use];
    if (named === undefined) throw new Error(`no condition ${condition.use}`);
    return evaluate(ruleset, named, input);
  }
  if ('all' in condition) return combine(each(condition.all), (truths) => allOf(truths));
  if ('any' in condition) return combine(each(condition.any), (truths) => anyOf(truths));
  if ('none' in condition) {
    const inner = combine(each(condition.none), (truths) => not(anyOf(truths)));
    return { ...inner, held: [] };
  }
  return evaluateTest(ruleset, condition, input);
}

function combine(inner: Evaluation[], truthOf: (truths: Truth[]) => Truth): Evaluation {
  const truth = truthOf(inner.map((one) => one.truth));
  return {
    truth,
    held: inner.flatMap((one) => one.held),
    needs: truth === 'unknown' ? inner.flatMap((one) => one.needs) : [],
  };
}

const anyOf = (truths: Truth[]): Truth =>
  truths.includes(true) ? true : truths.includes('unknown') ? 'unknown' : false;
const allOf = (truths: Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes('unknown') ? 'unknown' : true;
const not = (truth: Truth): Truth => (truth === 'unknown' ? truth : !truth);

function evaluateTest(ruleset: Ruleset, test: FieldTest, input: DecisionInput): Evaluation {
  const now = lookUp(input, 'now');
  const { truth, held } = testFact(test, lookUp(input, test.field), {
    values: expandLists(ruleset, test.values),
    except: expandLists(ruleset, test.except ?? []).map(String),
    now: typeof now === 'object' && typeof now.value === 'number' ? now.value : 0,
    timezone: ruleset.settings.timezone,
  });
  return { truth, held: held === null ? [] : [held], needs: truth === 'unknown' ? [test.field] : [] };
}

/** `$name` is a list, `$$name` the text `$name`. */
function expandLists(ruleset: Ruleset, values: Value[]): Value[] {
  return values.flatMap((value): Value[] => {
    if (typeof value !== 'string') return [value];
    if (/^\$\$\p{L}/u.test(value)) return [value.slice(1)];
    return /^\$\p{L}/u.test(value) ? (ruleset.lists[value.slice(1)] ?? []) : [value];
  });
}
