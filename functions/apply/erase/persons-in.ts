import { idText, isObject } from '../../rules/json.ts';

/** Deeper than anything that Intercom sends. */
const maxDepth = 32;

const types = new Set(['contact', 'user', 'lead']);

/**
 * The ids of all contacts that stand anywhere in what Intercom sent or answered, in the order in which they come: by
 * their `type` (a part's author is a `user` or a `lead`), or under a key that says so (`contact`, `contacts`).
 */
export function personsIn(...values: unknown[]): string[] {
  const found = new Set<string>();
  for (const value of values) walk(value, undefined, 0, found);
  return [...found];
}

function walk(value: unknown, key: string | undefined, depth: number, found: Set<string>): void {
  if (depth > maxDepth) return;
  if (Array.isArray(value)) {
    for (const each of value) walk(each, key, depth + 1, found);
  } else if (isObject(value)) {
    const { type, id } = value;
    const isPerson = typeof type === 'string' ? types.has(type) : key === 'contact' || key === 'contacts';
    const text = isPerson ? idText(id) : null;
    if (text !== null) found.add(text);
    for (const [name, each] of Object.entries(value)) walk(each, name, depth + 1, found);
  }
}
