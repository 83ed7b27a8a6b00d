/** The values of a test: lists put in their place, each with the way in which it was written. */

import type { Ruleset, Value } from '../model.ts';

export interface WrittenValue {
  /** What is compared. */
  text: string;
  /** What a decision shows: the value as it stands in the ruleset or in the list. */
  written: Value;
}

/** `$name` stands for a list; `$$name` for the text `$name`; `$50` for itself. */
export function expandValues(values: readonly Value[], lists: Ruleset['lists']): WrittenValue[] {
  if (!values.some(isDollar)) {
    return values.map((written) => ({ text: String(written), written }));
  }
  return values.flatMap((value) => {
    const name = listName(String(value));
    return name === undefined ? [single(value)] : listNamed(name, lists).map(single);
  });
}

/** Nothing where there is none, as in a stored ruleset that names a list of another version. */
function listNamed(name: string, lists: Ruleset['lists']): readonly Value[] {
  return (Object.hasOwn(lists, name) && lists[name]) || [];
}

function isDollar(value: Value): boolean {
  return typeof value === 'string' && value.startsWith('$');
}

/** The list that a value refers to. */
export function listName(value: string): string | undefined {
  return /^\$(\p{L}.*)$/su.exec(value)?.[1];
}

function single(value: Value): WrittenValue {
  const text = String(value);
  return { text: /^\$\$\p{L}/u.test(text) ? text.slice(1) : text, written: value };
}
