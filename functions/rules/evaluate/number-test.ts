/** `gt`, `gte`, `lt` and `lte`. */

import { type Match, textOfValue } from './match.ts';
import type { WrittenValue } from './values.ts';

const comparisons = {
  gt: (fact: number, value: number) => fact > value,
  gte: (fact: number, value: number) => fact >= value,
  lt: (fact: number, value: number) => fact < value,
  lte: (fact: number, value: number) => fact <= value,
} as const;

export type NumberOperator = keyof typeof comparisons;

export function findNumber(
  operator: NumberOperator,
  values: readonly WrittenValue[],
  fact: unknown,
): Match | undefined {
  const number = numberOf(fact);
  if (number === undefined) {
    return undefined;
  }
  const compare = comparisons[operator];
  const held = values.find(({ text }) => {
    const value = numberOf(text);
    return value !== undefined && compare(number, value);
  });
  return held && { value: held.written, found: fact };
}

/** Numeric text counts where a field's type is not known; what is no number fits nothing. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'boolean') {
    return undefined;
  }
  const text = textOfValue(value)?.trim() ?? '';
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
