import type { FieldType } from './fields.ts';
import type { Operator, TextOperator } from './model.ts';

/** What an operator's value has to be. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'date' | 'span' | 'scalar';

interface OperatorRule {
  /** The types of field that take it; fields whose type is not known take all. */
  on: readonly FieldType[];
  value: ValueKind;
}

const textual: readonly FieldType[] = ['text', 'list'];

export const operatorRules: Readonly<Record<Operator, OperatorRule>> = {
  equals: { on: ['text', 'number', 'boolean', 'list'], value: 'scalar' },
  words: { on: textual, value: 'text' },
  contains: { on: textual, value: 'text' },
  starts_with: { on: textual, value: 'text' },
  ends_with: { on: textual, value: 'text' },
  matches: { on: textual, value: 'text' },
  includes: { on: ['list'], value: 'text' },
  includes_all: { on: ['list'], value: 'text' },
  gt: { on: ['number'], value: 'number' },
  gte: { on: ['number'], value: 'number' },
  lt: { on: ['number'], value: 'number' },
  lte: { on: ['number'], value: 'number' },
  before: { on: ['date'], value: 'date' },
  after: { on: ['date'], value: 'date' },
  within: { on: ['date'], value: 'span' },
  exists: { on: ['text', 'number', 'boolean', 'date', 'list', 'object'], value: 'boolean' },
};

export const operatorNames = Object.keys(operatorRules).filter(isOperator);

export function isOperator(name: string): name is Operator {
  return Object.hasOwn(operatorRules, name);
}

export function takes(type: FieldType, operator: Operator): boolean {
  return type === 'dynamic' || operatorRules[operator].on.includes(type);
}

/** The operators that a type of field takes, for messages. */
export function operatorsOf(type: FieldType): Operator[] {
  return operatorNames.filter((operator) => takes(type, operator));
}

const textOperators: readonly string[] = [
  'words',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
] satisfies TextOperator[];

export function isTextOperator(operator: Operator): operator is TextOperator {
  return textOperators.includes(operator);
}

/** How a comparison is written where it is not spelt out. */
export const operatorsBySign: ReadonlyMap<string, Operator> = new Map([
  ['>', 'gt'],
  ['>=', 'gte'],
  ['<', 'lt'],
  ['<=', 'lte'],
  ['=', 'equals'],
  ['==', 'equals'],
]);
