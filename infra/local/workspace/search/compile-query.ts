import { refuse } from '../refusal.ts';
import type { Field, Fields, FieldValue } from './field.ts';
import { type Filter, isGroup, type Query } from './parse-search.ts';
import { readOperand } from './read-operand.ts';
import { type WordPlace, wordTest } from './word-match.ts';

/** What the two searches do differently. */
export interface Dialect {
  /** The operators that a field of this type takes. */
  readonly operators: Readonly<Record<Field<never>['type'], ReadonlySet<string>>>;
  /** Conversations: `>` is "Greater (or equal) than". */
  readonly inclusive: boolean;
  /** Contacts: times are compared by the day they fall on. */
  readonly dayOf: ((seconds: number) => number) | undefined;
}

type Matches<Item> = (item: Item) => boolean;

/** A predicate, or a refusal where a field, an operator or a value is none that this search takes. */
export function compileQuery<Item>(query: Query, fields: Fields<Item>, dialect: Dialect): Matches<Item> {
  if (!isGroup(query)) return compileFilter(query, fields, dialect);
  const parts = query.value.map((part) => compileQuery(part, fields, dialect));
  return query.operator === 'AND'
    ? (item) => parts.every((matches) => matches(item))
    : (item) => parts.some((matches) => matches(item));
}

function compileFilter<Item>(filter: Filter, fields: Fields<Item>, dialect: Dialect): Matches<Item> {
  const field = fields.find(filter.field);
  if (field === undefined) {
    throw refuse.parameterInvalid(`${filter.field} cannot be searched by`, filter.field);
  }
  if (!dialect.operators[field.type].has(filter.operator)) {
    throw refuse.parameterInvalid(`${filter.operator} cannot be used with ${filter.field}`, filter.field);
  }
  const test = compileTest(filter, field.type, dialect);
  return (item) => test(field.read(item));
}

function compileTest(
  filter: Filter,
  type: Field<never>['type'],
  dialect: Dialect,
): (value: FieldValue) => boolean {
  const operand = (value: unknown) => readOperand(value, type, filter.field);
  const equals = (wanted: string | number | boolean | null) => compileEquals(wanted, type, dialect);
  switch (filter.operator) {
    case '=':
      return equals(operand(filter.value));
    case '!=':
      return not(equals(operand(filter.value)));
    case 'IN':
      return anyOf(list(filter).map((value) => equals(operand(value))));
    case 'NIN':
      return not(anyOf(list(filter).map((value) => equals(operand(value)))));
    case '~':
      return onText(filter, type, 'anywhere');
    case '!~':
      return not(onText(filter, type, 'anywhere'));
    case '^':
      return onText(filter, type, 'start');
    case '$':
      return onText(filter, type, 'end');
    default:
      return compileOrder(filter.operator, operand(filter.value), type, dialect);
  }
}

function compileEquals(
  wanted: string | number | boolean | null,
  type: Field<never>['type'],
  { dayOf }: Dialect,
): (value: FieldValue) => boolean {
  if (type === 'date' && dayOf !== undefined && typeof wanted === 'number') {
    const day = dayOf(wanted);
    return (value) => typeof value === 'number' && dayOf(value) === day;
  }
  if (typeof wanted !== 'string') return (value) => value === wanted;
  const folded = wanted.toLowerCase();
  if (type === 'words') return onWords(folded, 'whole');
  const same = (text: string) =>
    text === wanted || (text.length === wanted.length && text.toLowerCase() === folded);
  return (value) => (typeof value === 'string' ? same(value) : texts(value).some(same));
}

function compileOrder(
  operator: string,
  wanted: string | number | boolean | null,
  type: Field<never>['type'],
  { dayOf, inclusive }: Dialect,
): (value: FieldValue) => boolean {
  const key = type === 'date' && dayOf !== undefined ? dayOf : (value: number) => value;
  const bound = key(Number(wanted));
  const orEqual = inclusive || operator.endsWith('=');
  const sign = operator.startsWith('>') ? 1 : -1;
  return (value) => {
    if (typeof value !== 'number') return false;
    const difference = sign * (key(value) - bound);
    return orEqual ? difference >= 0 : difference > 0;
  };
}

function onText(
  { field, value }: Filter,
  type: Field<never>['type'],
  place: Exclude<WordPlace, 'whole'>,
): (value: FieldValue) => boolean {
  const wanted = String(readOperand(value, 'string', field)).toLowerCase();
  if (type === 'words') return onWords(wanted, place);
  const test = TEXT_TESTS[place];
  return (found) => texts(found).some((text) => test(text.toLowerCase(), wanted));
}

function onWords(wanted: string, place: WordPlace): (value: FieldValue) => boolean {
  const test = wordTest(wanted, place);
  return (value) => typeof value === 'string' && test(value);
}

const TEXT_TESTS = {
  anywhere: (text: string, wanted: string) => text.includes(wanted),
  start: (text: string, wanted: string) => text.startsWith(wanted),
  end: (text: string, wanted: string) => text.endsWith(wanted),
};

function texts(value: FieldValue): readonly string[] {
  if (value === null || typeof value === 'boolean') return [];
  return typeof value === 'object' ? value : [String(value)];
}

function list({ field, value }: Filter): readonly unknown[] {
  if (!Array.isArray(value)) throw refuse.parameterInvalid('IN and NIN take an array', field);
  return value;
}

function anyOf(tests: readonly ((value: FieldValue) => boolean)[]): (value: FieldValue) => boolean {
  return (value) => tests.some((test) => test(value));
}

function not(test: (value: FieldValue) => boolean): (value: FieldValue) => boolean {
  return (value) => !test(value);
}
