/** How much of an Intercom object a decision has in hand. */

import { idText, type JsonObject } from '../json.ts';

/**
 * - `full`: whatever is absent in it is missing.
 * - `reference`: `type`, `id` and `external_id` are known, all else is unknown.
 * - `absent`: there is no such object, so its fields are missing.
 * - `unheld`: there may be one; everything about it is unknown.
 */
export type Holding =
  | { state: 'full'; object: JsonObject; fetched: boolean }
  | { state: 'reference'; object: JsonObject }
  | { state: 'absent' }
  | { state: 'unheld' };

/** A fact that is not held and could be fetched. A missing one is `undefined`. */
export const UNKNOWN: unique symbol = Symbol('unknown');

export const absent: Holding = { state: 'absent' };
export const unheld: Holding = { state: 'unheld' };

/** An object as the notification carries it whole. */
export function carried(object: JsonObject): Holding {
  return { state: 'full', object, fetched: false };
}

/** An object as the API returned it; what it does not say of its identity, a reference to it may. */
export function fetched(object: JsonObject, reference: JsonObject | undefined): Holding {
  const identity = reference === undefined ? {} : pick(reference, ['type', 'id', 'external_id']);
  return { state: 'full', object: { ...identity, ...object }, fetched: true };
}

export function referenceTo(object: JsonObject | undefined): Holding {
  return object === undefined || idText(object['id']) === null ? absent : { state: 'reference', object };
}

/** The object's id as text; undefined where there is no object or its id is not known. */
export function idOf(holding: Holding): string | undefined {
  return 'object' in holding ? (idText(holding.object['id']) ?? undefined) : undefined;
}

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(object, name)).map((name) => [name, object[name]]),
  );
}
