/** What JSON may hold, told apart without trusting it. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property, so that `constructor` or `__proto__` in a field's name finds nothing. */
export function property(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** An id as text: Intercom writes some as numbers. Null for what is none. */
export function idText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return String(value);
  }
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The items of a list in any of Intercom's shapes: an array, or `{ type: "tag.list", tags: [...] }` and the like. */
export function listItems(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) {
    return value;
  }
  return isObject(value) ? Object.values(value).find((each) => Array.isArray(each)) : undefined;
}
