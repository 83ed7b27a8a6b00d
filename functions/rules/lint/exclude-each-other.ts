import { fieldType } from '../fields.ts';
import type { Condition, FieldTest } from '../model.ts';
import { parseDate } from '../time/moment.ts';
import type { LintedRule } from './linted-rule.ts';

/** Whether the two are seen never to match together: other values of one field, or what one of them rules out. */
export function excludeEachOther(a: LintedRule, b: LintedRule): boolean {
  return a.conjuncts.some((one) => b.conjuncts.some((other) => contradict(one, other, a)));
}

/** Whether two conditions cannot both hold. Symmetric; only what is certain. */
export function contradict(
  a: Condition,
  b: Condition,
  { valuesOf, zone }: Pick<LintedRule, 'valuesOf' | 'zone'>,
): boolean {
  if (rulesOut(a, b) || rulesOut(b, a)) return true;
  if (!('field' in a && 'field' in b) || a.field !== b.field || !hasOneValue(a.field)) return false;
  if (isAbsence(a) || isAbsence(b)) return isAbsence(a) !== isAbsence(b);
  if (a.operator === 'equals' && b.operator === 'equals')
    return haveNothingInCommon(valuesOf(a), valuesOf(b));
  if (leavesNoNumber(a, b) || leavesNoNumber(b, a)) return true;
  return leavesNoMoment(a, b, zone) || leavesNoMoment(b, a, zone);
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

/** Such as after February and before January. A date and a span from now are not compared: time passes. */
function leavesNoMoment(after: FieldTest, before: FieldTest, zone: string): boolean {
  if (after.operator !== 'after' || before.operator !== 'before') return false;
  const texts = [...after.values, ...before.values].map(String);
  const relative = texts.filter((text) => /^\s*[+-]/u.test(text)).length;
  if (relative !== 0 && relative !== texts.length) return false;
  const spans = (test: FieldTest) =>
    test.values.map((value) => parseDate(String(value), 0, zone)).filter((span) => span !== undefined);
  const earliest = Math.min(...spans(after).map(({ end }) => end));
  const latest = Math.max(...spans(before).map(({ start }) => start));
  return latest <= earliest;
}
