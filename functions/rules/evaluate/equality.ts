/** Equality of values: text ignores case, accents and the width of spaces; all else compares as text. */

import { equalityKey } from '../text/equality-key.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import { TEXT_LIMIT } from '../text/prepare-text.ts';
import { type Match, textOfValue } from './match.ts';
import type { WrittenValue } from './values.ts';

/** Values to compare with, by what they fold to; of those that fold alike the first in file order. */
export type FoldedValues = ReadonlyMap<string, { value: WrittenValue; order: number }>;

export function foldValues(values: readonly WrittenValue[], options: FoldOptions): FoldedValues {
  const folded = new Map<string, { value: WrittenValue; order: number }>();
  for (const [order, value] of values.entries()) {
    const key = foldWhole(value.text, options);
    if (!folded.has(key)) {
      folded.set(key, { value, order });
    }
  }
  return folded;
}

/** A whole value as it is compared. */
export function foldWhole(text: string, options: FoldOptions): string {
  return foldsToItself(text) ? text : equalityKey(text, options);
}

export function findEqual(values: FoldedValues, options: FoldOptions, value: unknown): Match | undefined {
  if (Array.isArray(value)) {
    return findIncluded(values, options, value);
  }
  const text = textOfValue(value);
  // A text that would have to be cut equals nothing.
  const equal =
    text === undefined || text.length > TEXT_LIMIT ? undefined : values.get(foldWhole(text, options));
  return equal && { value: equal.value.written, found: value };
}

/** Any of the values in the list; shown is the first in file order that is there. */
export function findIncluded(
  values: FoldedValues,
  options: FoldOptions,
  items: readonly unknown[],
): Match | undefined {
  const found = itemKeys(items, options)
    .flatMap((key) => values.get(key) ?? [])
    .sort((a, b) => a.order - b.order)[0];
  return found && { value: found.value.written, found: items };
}

export function includesAll(values: FoldedValues, options: FoldOptions, items: readonly unknown[]): boolean {
  const keys = new Set(itemKeys(items, options));
  return [...values.keys()].every((key) => keys.has(key));
}

function itemKeys(items: readonly unknown[], options: FoldOptions): string[] {
  return items.flatMap((item) => {
    const text = textOfValue(item);
    return text === undefined ? [] : [foldWhole(text, options)];
  });
}

/** Most names, states and ids do. */
function foldsToItself(text: string): boolean {
  return text.length < 100 && /^[!-@[-~]*$/.test(text);
}
