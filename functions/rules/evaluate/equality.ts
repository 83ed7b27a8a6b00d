/** Equality of values: text ignores case, accents and the width of spaces; all else compares as text. */

import { equalityKey } from '../text/equality-key.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import { TEXT_LIMIT } from '../text/prepare-text.ts';
import { type IndexKeys, type Match, textOfValue } from './match.ts';
import type { WrittenValue } from './values.ts';

/** Values to compare with, those of one list or those between lists. */
export interface FoldedPart {
  /** By what they fold to; of those that fold alike the first in file order. */
  values: ReadonlyMap<string, { value: WrittenValue; order: number }>;
  keys: IndexKeys;
}

export function foldPart(values: readonly WrittenValue[], options: FoldOptions): FoldedPart {
  const folded = foldValues(values, options);
  // The index files facts by their default folding.
  const isDefault = options.case === undefined && options.accents === undefined;
  return { values: folded, keys: { kind: 'values', values: isDefault ? folded : foldValues(values, {}) } };
}

function foldValues(values: readonly WrittenValue[], options: FoldOptions): FoldedPart['values'] {
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

/** `parts` in file order: the values of each list, and those between lists. */
export function findEqual(
  parts: readonly FoldedPart[],
  options: FoldOptions,
  value: unknown,
): Match | undefined {
  if (Array.isArray(value)) {
    return findIncluded(parts, options, value);
  }
  const text = textOfValue(value);
  // A text that would have to be cut equals nothing.
  if (text === undefined || text.length > TEXT_LIMIT) {
    return undefined;
  }
  const key = foldWhole(text, options);
  for (const { values } of parts) {
    const equal = values.get(key);
    if (equal !== undefined) {
      return { value: equal.value.written, found: value };
    }
  }
  return undefined;
}

/** Any of the values in the list; shown is the first in file order that is there. */
export function findIncluded(
  parts: readonly FoldedPart[],
  options: FoldOptions,
  items: readonly unknown[],
): Match | undefined {
  const keys = itemKeys(items, options);
  for (const { values } of parts) {
    const [found] = keys.flatMap((key) => values.get(key) ?? []).sort((a, b) => a.order - b.order);
    if (found !== undefined) {
      return { value: found.value.written, found: items };
    }
  }
  return undefined;
}

export function includesAll(
  parts: readonly FoldedPart[],
  options: FoldOptions,
  items: readonly unknown[],
): boolean {
  const keys = new Set(itemKeys(items, options));
  return parts.every(({ values }) => [...values.keys()].every((key) => keys.has(key)));
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
