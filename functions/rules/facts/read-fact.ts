/** The value of a fact by its dotted name. */

import { attributeName, type FieldType, fieldType, payloadPath } from '../fields.ts';
import { isObject, type JsonObject, listItems, property } from '../json.ts';
import type { TargetType } from '../model.ts';
import type { Facts } from './extract-facts.ts';
import { type Holding, UNKNOWN } from './holding.ts';
import { conversationText, readMessage } from './read-message.ts';
import { tagNames, tagsOf } from './tags.ts';

/** UNKNOWN where the fact is not held, undefined where it is missing, else its value. Read once per notification. */
export function readFact(facts: Facts, field: string): unknown {
  const known = facts.values.get(field);
  if (known !== undefined || facts.values.has(field)) {
    return known;
  }
  const found = findFact(facts, field);
  const value = found === UNKNOWN && facts.closed ? undefined : found;
  facts.values.set(field, value);
  return value;
}

function findFact(facts: Facts, field: string): unknown {
  const dot = field.indexOf('.');
  const root = dot < 0 ? field : field.slice(0, dot);
  switch (root) {
    case 'conversation':
    case 'contact':
    case 'company':
    case 'ticket':
      return objectFact(facts, root, field);
    case 'message':
      return readMessage(facts, field, (each) => readFact(facts, each));
    case 'tag':
      return tagFact(facts.objects.item, field.slice(dot + 1));
    case 'now':
      return facts.now;
    default:
      return payloadFact(facts.payload, field);
  }
}

function objectFact(facts: Facts, type: TargetType, field: string): unknown {
  const holding = facts.objects[type];
  if (field === `${type}.tags`) {
    return tagNames(tagsOf(type, holding));
  }
  if (field === 'conversation.text') {
    return conversationText(facts);
  }
  return objectField(holding, type, field);
}

function objectField(holding: Holding, type: TargetType, field: string): unknown {
  if (holding.state === 'absent') {
    return undefined;
  }
  const path = field.slice(type.length + 1);
  if (holding.state === 'unheld' || (holding.state === 'reference' && !inReference.has(path))) {
    return UNKNOWN;
  }
  return typed(fieldType(field), path, valueAt(holding.object, field, path));
}

const inReference: ReadonlySet<string> = new Set(['type', 'id', 'external_id']);

function valueAt(object: JsonObject, field: string, path: string): unknown {
  const attribute = attributeName(field);
  if (attribute !== undefined) {
    const [prefix, name] = attribute;
    const attributes = property(object, prefix.slice(prefix.indexOf('.') + 1, -1));
    return isObject(attributes) ? property(attributes, name) : undefined;
  }
  return descend(object, path.split('.'));
}

function descend(from: unknown, steps: readonly string[]): unknown {
  let value = from;
  for (const step of steps) {
    if (Array.isArray(value) && /^\d+$/.test(step)) {
      value = value[Number(step)];
    } else if (isObject(value)) {
      value = property(value, step);
    } else {
      return undefined;
    }
  }
  return value;
}

/** Intercom's oddities: unassigned is `"0"`, a ticket's state an object of late, a list an object that holds one. */
function typed(type: FieldType | undefined, path: string, value: unknown): unknown {
  if (value === null) {
    return undefined;
  }
  if (path === 'admin_assignee_id' || path === 'team_assignee_id') {
    return value === 0 || value === '0' ? undefined : value;
  }
  if (path === 'ticket_state' && isObject(value)) {
    return value['category'] ?? undefined;
  }
  if (type === 'list') {
    return listItems(value)?.map((item) =>
      isObject(item) ? (item['name'] ?? item['id'] ?? item['type']) : item,
    );
  }
  return value;
}

/** A contact's tag, or those that were added to a conversation part. */
function tagFact(item: JsonObject | undefined, name: string): unknown {
  const tag = item?.['tag'];
  if (isObject(tag)) {
    return property(tag, name) ?? undefined;
  }
  const added = (listItems(item?.['tags_added']) ?? []).filter(isObject).map((each) => property(each, name));
  return added.length > 1 ? added : (added[0] ?? undefined);
}

function payloadFact(payload: unknown, field: string): unknown {
  if (field === 'payload') {
    return payload ?? undefined;
  }
  const steps = payloadPath(field);
  return steps && (descend(payload, steps) ?? undefined);
}
