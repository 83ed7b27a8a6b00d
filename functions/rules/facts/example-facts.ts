/** Facts by dotted name, as a rule's own tests give them: whatever is not among them is missing. */

import { attributeName, fieldType, payloadPath } from '../fields.ts';
import { isObject, type JsonObject, property } from '../json.ts';
import type { TargetType } from '../model.ts';
import { parseDate } from '../time/moment.ts';
import type { Facts } from './extract-facts.ts';
import { absent, carried, type Holding } from './holding.ts';

type Fact = [field: string, value: unknown];

export function exampleFacts(
  topic: string,
  type: TargetType | null,
  given: Readonly<Record<string, unknown>>,
  zone: string,
): Facts {
  const now = typeof given['now'] === 'number' ? given['now'] : undefined;
  const facts = Object.entries(given)
    .flatMap(takenApart)
    .map(([field, value]): Fact => [field, givenValue(field, value, now, zone)]);
  const objects = objectsOf(facts);
  const holding = (each: TargetType): Holding => {
    const object = property(objects, each);
    return isObject(object) ? carried(object) : absent;
  };
  return {
    notification: { id: null, topic },
    type,
    subject: null,
    objects: {
      item: undefined,
      conversation: holding('conversation'),
      contact: holding('contact'),
      company: holding('company'),
      ticket: holding('ticket'),
      contacts: [],
      companies: [],
      message: undefined,
    },
    payload: property(objects, 'payload'),
    now,
    matchedBefore: new Set(),
    values: new Map(facts.filter(([field]) => isDerived(field))),
    closed: true,
  };
}

/** What no object holds under this name; all else is read from the objects that the facts make up. */
function isDerived(field: string): boolean {
  return /^(?:message|tag|now)\b/.test(field) || field === 'conversation.text';
}

/** `company.plan: { name: Pro }` gives `company.plan.name` as well. What a payload holds is found by its path. */
function takenApart([field, value]: Fact): Fact[] {
  const inner = fieldType(field) === 'object' && field !== 'payload' && isObject(value) ? value : {};
  return [
    [field, value],
    ...Object.entries(inner).flatMap(([name, each]) => takenApart([`${field}.${name}`, each])),
  ];
}

/** Dates may be given relative to the example's now. */
function givenValue(field: string, value: unknown, now: number | undefined, zone: string): unknown {
  const type = fieldType(field);
  if (
    typeof value !== 'string' ||
    !/^[+-]\d+[mhdw]$/.test(value) ||
    (type !== 'date' && type !== 'dynamic')
  ) {
    return value ?? undefined;
  }
  return parseDate(value, now, zone)?.start ?? value;
}

/** The objects of which the facts are parts, by name. */
function objectsOf(facts: readonly Fact[]): JsonObject {
  const objects: JsonObject = {};
  for (const [field, value] of facts) {
    if (value !== undefined) {
      put(objects, stepsOf(field), structuredClone(value));
    }
  }
  return objects;
}

function stepsOf(field: string): string[] {
  const [prefix, name] = attributeName(field) ?? [];
  if (prefix !== undefined && name !== undefined) {
    return [...prefix.slice(0, -1).split('.'), name];
  }
  const path = payloadPath(field);
  return path === undefined ? field.split('.') : ['payload', ...path];
}

function put(root: JsonObject, steps: readonly string[], value: unknown): void {
  let object = root;
  for (const [index, step] of steps.entries()) {
    const held = property(object, step);
    const next = isObject(held) ? held : {};
    const isLast = index === steps.length - 1;
    // Defined, not assigned: a payload may have a key `__proto__`.
    Object.defineProperty(object, step, {
      value: isLast ? value : next,
      configurable: true,
      enumerable: true,
      writable: true,
    });
    object = next;
  }
}
