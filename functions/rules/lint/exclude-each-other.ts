import { fieldType } from '../fields.ts';
import type { Condition, FieldTest } from '../model.ts';
import { parseDate } from '../time/moment.ts';
import type { LintedRule } from './linted-rule.ts';

/** Every test of a rule is compared with every one of another: of rules of more tests nothing is said. */
export const MAX_WEIGHT = 100;

/** Whether the two are seen never to match together: other values of one field, or what one of them rules out. */
export function excludeEachOther(a: LintedRule, b: LintedRule): boolean {
  return a.conjuncts.some((one) => b.conjuncts.some((other) => contradict(one, other, a)));
}

/** Whether two conditions cannot both hold. Symmetric; only what is certain. */
export function contradict(a: Condition, b: Condition, context: Context): boolean {
  if (clash(a, b, context)) return true;
  if (!('any' in a || 'any' in b)) return false;
  const others = branchesOf(b);
  return branchesOf(a).every((one) =>
    others.every((other) => one.some((x) => other.some((y) => clash(x, y, context)))),
  );
}

/** Whether no branch of an `any` can hold. */
export function isHopeless(condition: Condition, context: Context): boolean {
  if (!('any' in condition)) return false;
  return branchesOf(condition).every((branch) =>
    branch.some((a, at) => branch.slice(at + 1).some((b) => clash(a, b, context))),
  );
}

type Context = Pick<LintedRule, 'valuesOf' | 'zone'>;

/** What must hold together for an `any` to hold, in one way or another. Of what stands deeper nothing is said. */
function branchesOf(condition: Condition): Condition[][] {
  if (!('any' in condition)) return [[condition]];
  return condition.any.map((branch) => ('all' in branch ? branch.all : [branch]));
}

function clash(a: Condition, b: Condition, { valuesOf, zone }: Context): boolean {
  if (rulesOut(a, b, valuesOf) || rulesOut(b, a, valuesOf)) return true;
  if (!('field' in a && 'field' in b) || a.field !== b.field || !hasOneValue(a.field)) return false;
  if (isAbsence(a) || isAbsence(b)) return isAbsence(a) !== isAbsence(b);
  if (a.operator === 'equals' && b.operator === 'equals')
    return haveNothingInCommon(valuesOf(a), valuesOf(b));
  if (leavesNoNumber(a, b) || leavesNoNumber(b, a)) return true;
  if (leavesNoDay(a, b)) return true;
  return leavesNoMoment(a, b, zone) || leavesNoMoment(b, a, zone);
}

function rulesOut(a: Condition, b: Condition, valuesOf: LintedRule['valuesOf']): boolean {
  if (!('none' in a)) return false;
  return a.none.some(
    (each) => JSON.stringify(each) === JSON.stringify(b) || ('field' in each && follows(each, b, valuesOf)),
  );
}

/** Whether a test holds wherever another does, because it has the other's values among its own. */
function follows(test: FieldTest, from: Condition, valuesOf: LintedRule['valuesOf']): boolean {
  if (!('field' in from) || !anyOf.has(test.operator)) return false;
  if (isExact(test) || isExact(from) || test.field !== from.field || test.operator !== from.operator)
    return false;
  const among = valuesOf(test);
  return [...valuesOf(from)].every((value) => among.has(value));
}

/** Values are compared as they are folded, and without exceptions. */
function isExact(test: FieldTest): boolean {
  return test.case !== undefined || test.accents !== undefined || test.except !== undefined;
}

/** Where more values make a test hold more often, and values that are equal are found alike. */
const anyOf: ReadonlySet<FieldTest['operator']> = new Set([
  'equals',
  'words',
  'contains',
  'starts_with',
  'ends_with',
  'includes',
]);

/** Lists have many, and what a workspace names itself may be a list. */
function hasOneValue(field: string): boolean {
  const type = fieldType(field);
  return type === 'text' || type === 'number' || type === 'boolean' || type === 'date';
}

function isAbsence({ operator, values }: FieldTest): boolean {
  return operator === 'exists' && values[0] === false;
}

function haveNothingInCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const value of a) if (b.has(value)) return false;
  return true;
}

/** Such as above 5 and below 3. Several values are any-of, so the weakest bound counts. */
function leavesNoNumber(low: FieldTest, high: FieldTest): boolean {
  const strict = low.operator === 'gt' || high.operator === 'lt';
  if (low.operator === 'equals' && (high.operator === 'lt' || high.operator === 'lte')) {
    const most = Math.max(...numbersOf(high));
    return numbersOf(low).every((value) => value > most || (value === most && strict));
  }
  if (!(low.operator === 'gt' || low.operator === 'gte')) return false;
  const least = Math.min(...numbersOf(low));
  if (high.operator === 'equals') {
    return numbersOf(high).every((value) => value < least || (value === least && strict));
  }
  if (!(high.operator === 'lt' || high.operator === 'lte')) return false;
  const most = Math.max(...numbersOf(high));
  return most < least || (most === least && strict);
}

function numbersOf({ values }: FieldTest): number[] {
  return values.map(Number);
}

/** Such as on Mondays and on Tuesdays. Hours may run past midnight, so where there are any nothing is said. */
function leavesNoDay({ within: a }: FieldTest, { within: b }: FieldTest): boolean {
  if (a?.days === undefined || b?.days === undefined || a.hours !== undefined || b.hours !== undefined)
    return false;
  const other = new Set([b.days].flat());
  return ![a.days].flat().some((day) => other.has(day));
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
