import type { Because, FieldTest, Value } from '../../../functions/rules/model.ts';
import { isAfter, isBefore, isWithin } from './compare-dates.ts';
import { findText } from './find-text.ts';
import { fold } from './fold.ts';
import type { Fact } from './look-up.ts';

export type Truth = true | false | 'unknown';

export interface Setting {
  values: Value[];
  except: string[];
  now: number;
  timezone: string;
}

export type Held = Because & { groups?: Record<string, string | null> };

/** Whether one operator holds of one fact, and what held. */
export function testFact(test: FieldTest, fact: Fact, setting: Setting): { truth: Truth; held: Held | null } {
  if (fact === 'unknown') return { truth: 'unknown', held: null };
  const value = fact === 'missing' ? null : fact.value;
  if (test.operator === 'exists') {
    const wanted = setting.values[0] === true;
    return outcome(test, doesExist(value) === wanted ? { value: wanted, found: value } : null);
  }
  if (value === null) return outcome(test, null);
  return outcome(test, holds(test, value, setting));
}

const outcome = (test: FieldTest, held: Omit<Held, 'field' | 'operator'> | null) => ({
  truth: held !== null,
  held: held === null ? null : { field: test.field, operator: test.operator, ...held },
});

type Holding = Omit<Held, 'field' | 'operator'> | null;

function holds(test: FieldTest, fact: unknown, setting: Setting): Holding {
  const { values } = setting;
  const some = (holdsFor: (value: Value) => boolean): Holding => {
    const value = values.find(holdsFor);
    return value === undefined ? null : { value, found: fact };
  };
  switch (test.operator) {
    case 'exists':
      return null;
    case 'equals':
      return some((value) => isSame(test, fact, value));
    case 'includes':
      return some((value) => isList(fact) && fact.some((item) => isSame(test, item, value)));
    case 'includes_all': {
      const all = values.every((value) => isList(fact) && fact.some((item) => isSame(test, item, value)));
      return all ? { value: values, found: fact } : null;
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return some((value) => compares(test.operator, Number(fact), Number(value)));
    case 'before':
      return some((value) => isBefore(fact, String(value), setting));
    case 'after':
      return some((value) => isAfter(fact, String(value), setting));
    case 'within':
      return isWithin(fact, test.within ?? {}, setting.timezone) ? { value: test.within, found: fact } : null;
    default:
      return isList(fact)
        ? (fact.map((item) => textHolding(test, item, setting)).find((held) => held !== null) ?? null)
        : textHolding(test, fact, setting);
  }
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

function textHolding(test: FieldTest, fact: unknown, { values, except }: Setting): Holding {
  if (typeof fact !== 'string') return null;
  const found = findText(test, values.map(String), except, fact);
  if (found === null) return null;
  const { value, start, end, groups } = found;
  return { value, found: fact.slice(start, end), start, end, ...(groups && { groups }) };
}

/** Text ignores case; all else compares as it prints. */
function isSame(test: FieldTest, fact: unknown, value: Value): boolean {
  const folding = { ...(test.case && { case: test.case }), ...(test.accents && { accents: test.accents }) };
  const plain = (text: unknown) => fold(String(text), folding).replace(/\p{White_Space}+/gu, ' ');
  return plain(fact) === plain(value);
}

function compares(operator: string, fact: number, value: number): boolean {
  if (operator === 'gt') return fact > value;
  if (operator === 'gte') return fact >= value;
  return operator === 'lt' ? fact < value : fact <= value;
}

function doesExist(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
