import { foldWhole } from '../../rules/evaluate/equality.ts';
import type { CompiledTest, Evaluation } from '../../rules/evaluate/match.ts';
import { expandValues, type WrittenValue } from '../../rules/evaluate/values.ts';
import type { FieldTest, Ruleset, ScheduleOver } from '../../rules/model.ts';
import { parseDate } from '../../rules/time/moment.ts';
import { ALWAYS, anyOf, type Clauses, type Filter, NEVER } from './clauses.ts';
import { type SearchableField, searchableField } from './searchable-fields.ts';

export interface KnownTag {
  id: string;
  name: string;
  /** Names that it bore before, by which rules may still call it. */
  former?: readonly string[];
}

export interface PushContext {
  over: ScheduleOver;
  ruleset: Ruleset;
  /** Unix seconds: the tick. */
  now: number;
  /** Every tag of the workspace. */
  tags: readonly KnownTag[];
  compile: (test: FieldTest) => CompiledTest;
  evaluation: Evaluation;
}

/**
 * What a search can be asked for one test: at least all objects on which it holds, or, negated, on which it does
 * not. ALWAYS where nothing can be said, which is sound.
 */
export function pushTest(test: FieldTest, negated: boolean, context: PushContext): Clauses {
  if (test.field === 'now') return constant(test, negated, context);
  const field = searchableField(context.over, test.field);
  if (field === undefined || (negated && field.always !== true)) return ALWAYS;
  const values = expandValues(test.values, context.ruleset.lists);
  switch (field.kind) {
    case 'word':
      return test.operator === 'equals' ? pushWord(test, field, values, negated) : ALWAYS;
    case 'boolean':
      return test.operator === 'equals' ? pushBoolean(field, values, negated) : ALWAYS;
    case 'id':
      return test.operator === 'equals' ? pushId(field, values) : ALWAYS;
    case 'number':
      return pushNumber(test, field, values);
    case 'date':
      return pushDate(test, field, values, negated, context);
    case 'tags':
      return pushTags(test, field, negated, context);
  }
}

/** The tick is the same for all objects of a run. */
function constant(test: FieldTest, negated: boolean, { compile, evaluation, now }: PushContext): Clauses {
  const held = compile(test).find(now, evaluation) !== undefined;
  return held === negated ? NEVER : ALWAYS;
}

type FieldOf<Kind> = Extract<SearchableField, { kind: Kind }>;

function pushWord(
  test: FieldTest,
  { name, members }: FieldOf<'word'>,
  values: readonly WrittenValue[],
  negated: boolean,
): Clauses {
  const options = { case: test.case, accents: test.accents };
  const meant = values.map(({ text }) =>
    members.find((member) => foldWhole(member, options) === foldWhole(text, options)),
  );
  const known = meant.filter((member) => member !== undefined);
  // A word that Intercom has come up with since: only "none of the others" can be said of it.
  if (known.length < meant.length && !negated) return ALWAYS;
  return among(name, known, negated);
}

function pushBoolean(
  { name }: FieldOf<'boolean'>,
  values: readonly WrittenValue[],
  negated: boolean,
): Clauses {
  const wanted = new Set(values.map(({ text }) => foldWhole(text, {})));
  const [isTrue, isFalse] = [wanted.has('true') !== negated, wanted.has('false') !== negated];
  if (isTrue && isFalse) return ALWAYS;
  return isTrue || isFalse ? [[{ field: name, operator: '=', value: isTrue }]] : NEVER;
}

function pushId({ name, as }: FieldOf<'id'>, values: readonly WrittenValue[]): Clauses {
  const ids = values.map(({ text }) => foldWhole(text, {}));
  if (!ids.every((id) => /^[1-9]\d{0,14}$/.test(id))) return ALWAYS;
  return among(name, as === 'number' ? ids.map(Number) : ids, false);
}

/** Whether `>` and `<` include their bound is told in two ways, so the bound is one off: right for whole numbers. */
function pushNumber(
  { operator }: FieldTest,
  { name }: FieldOf<'number'>,
  values: readonly WrittenValue[],
): Clauses {
  const numbers = values.map(({ text }) => (text.trim() === '' ? Number.NaN : Number(text)));
  if (!numbers.every((number) => Number.isSafeInteger(Math.trunc(number)))) return ALWAYS;
  const above = (bound: number): Clauses => [[{ field: name, operator: '>', value: bound }]];
  const below = (bound: number): Clauses => [[{ field: name, operator: '<', value: bound }]];
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  switch (operator) {
    case 'equals':
      return numbers.every(Number.isInteger) ? among(name, numbers, false) : ALWAYS;
    case 'gt':
    case 'gte':
      return above(Math.ceil(least) - 1);
    case 'lt':
    case 'lte':
      return below(Math.floor(most) + 1);
    default:
      return ALWAYS;
  }
}

/**
 * Contacts' times compare by the calendar day in the workspace's time zone, which need not be the ruleset's: a day
 * more on either side holds in every zone, and on days of 25 hours.
 */
const DAY_AND_MORE = 26 * 3_600;

function pushDate(
  { operator }: FieldTest,
  { name }: FieldOf<'date'>,
  values: readonly WrittenValue[],
  negated: boolean,
  { over, now, ruleset }: PushContext,
): Clauses {
  if (operator !== 'before' && operator !== 'after') return ALWAYS;
  const spans = values.map(({ text }) => parseDate(text, now, ruleset.settings.timezone));
  const known = spans.filter((span) => span !== undefined);
  if (known.length < spans.length || known.length === 0) return ALWAYS;
  const slack = over === 'contacts' ? DAY_AND_MORE : 1;
  // Any of the values: of `before` the latest decides. That none holds: the same bound from the other side.
  if (operator === 'before') {
    const latest = Math.max(...known.map(({ start }) => start));
    return negated ? after(name, latest - slack) : before(name, latest + slack);
  }
  const earliest = Math.min(...known.map(({ end }) => end));
  return negated ? before(name, earliest + slack) : after(name, earliest - slack);
}

function before(field: string, seconds: number): Clauses {
  return [[{ field, operator: '<', value: Math.ceil(seconds) }]];
}

/** Intercom has nothing from before 1970. */
function after(field: string, seconds: number): Clauses {
  return [[{ field, operator: '>', value: Math.max(0, Math.floor(seconds)) }]];
}

/** Ids in one filter: no limit is documented, and a request should stay small. */
const MOST_IDS = 100;

/** Names are told apart here, by the test itself: the catalogue has all that an object can carry. */
function pushTags(
  test: FieldTest,
  { name }: FieldOf<'tags'>,
  negated: boolean,
  context: PushContext,
): Clauses {
  if (test.operator === 'exists') return ALWAYS;
  if (test.operator === 'includes_all') {
    // Not all of them: cannot be said without an `or` of all, which is as well evaluated here.
    if (negated) return ALWAYS;
    const single = expandValues(test.values, context.ruleset.lists).map(({ text }): FieldTest => {
      const value = text.startsWith('$') ? `$${text}` : text;
      return { ...test, operator: 'includes', values: [value] };
    });
    return single.flatMap((each) => pushTags(each, { kind: 'tags', name }, false, context));
  }
  const compiled = context.compile(test);
  const ids = context.tags
    .filter((tag) => compiled.find([tag.name], context.evaluation) !== undefined)
    .map(({ id }) => id);
  return ids.length > MOST_IDS ? ALWAYS : tagged(context.over, ids, negated);
}

/** Objects with any of the tags, or, negated, with none of them. Contacts' `tag_id` takes `=` and `!=` alone. */
export function tagged(over: ScheduleOver, ids: readonly string[], negated: boolean): Clauses {
  if (over === 'conversations') return among('tag_ids', ids, negated);
  const each = ids.map((value): Filter => ({ field: 'tag_id', operator: negated ? '!=' : '=', value }));
  return negated ? each.map((filter) => [filter]) : anyOf(each.map((filter) => [[filter]]));
}

function among(field: string, values: readonly (string | number)[], negated: boolean): Clauses {
  const [first, ...rest] = values;
  if (first === undefined) return negated ? ALWAYS : NEVER;
  if (rest.length > 0) return [[{ field, operator: negated ? 'NIN' : 'IN', value: [...values] }]];
  return [[{ field, operator: negated ? '!=' : '=', value: first }]];
}
