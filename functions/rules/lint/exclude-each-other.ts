import { fieldType } from '../fields.ts';
import type { Condition, FieldTest } from '../model.ts';
import type { LintedRule } from './linted-rule.ts';

/** Whether the two are seen never to match together: other values of one field, or what one of them rules out. */
export function excludeEachOther(a: LintedRule, b: LintedRule): boolean {
  return a.conjuncts.some((one) => b.conjuncts.some((other) => contradict(one, other, a.valuesOf)));
}

/** Whether two conditions cannot both hold. Symmetric; only what is certain. */
export function contradict(a: Condition, b: Condition, valuesOf: LintedRule['valuesOf']): boolean {
  if (rulesOut(a, b) || rulesOut(b, a)) return true;
  if (!('field' in a && 'field' in b) || a.field !== b.field || !hasOneValue(a.field)) return false;
  if (isAbsence(a) || isAbsence(b)) return isAbsence(a) !== isAbsence(b);
  if (a.operator === 'equals' && b.operator === 'equals')
    return haveNothingInCommon(valuesOf(a), valuesOf(b));
  return leavesNoNumber(a, b) || leavesNoNumber(b, a);
}

function rulesOut(a: Condition, b: Condition): boolean {
  return 'none' in a && a.none.some((each) => JSON.stringify(each) === JSON.stringify(b));
}

/** Lists have many, and what a workspace names itself may be a list. */
function hasOneValue(field: string): boolean {
  const type = fieldType(field);
  return type === 'text' || type === 'number' || type === 'boolean' || type === 'date';
}

function isAbsence({ operator, values }: FieldTest): boolean {
  return operator === 'exists' && values[0] === false;
}

function haveNothingInCommon(a: readonly string[], b: readonly string[]): boolean {
  const other = new Set(b);
  return !a.some((value) => other.has(value));
}

/** Such as above 5 and below 3. Several values are any-of, so the weakest bound counts. */
function leavesNoNumber(low: FieldTest, high: FieldTest): boolean {
  const strict = low.operator === 'gt' || high.operator === 'lt';
  if (!(low.operator === 'gt' || low.operator === 'gte')) return false;
  const least = Math.min(...numbersOf(low));
  if (high.operator === 'equals') {
    return numbersOf(high).every((value) => value < least || (value === least && low.operator === 'gt'));
  }
  if (!(high.operator === 'lt' || high.operator === 'lte')) return false;
  const most = Math.max(...numbersOf(high));
  return most < least || (most === least && strict);
}

function numbersOf({ values }: FieldTest): number[] {
  return values.map(Number);
}
