import { idText, isObject, type JsonObject, listItems } from '../../rules/json.ts';

/**
 * The object with its tags named: a contact's are embedded as ids alone. One that the catalogue does not know stays
 * as it is, and with it the object's tags are not known.
 */
export function withTagNames(object: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const listed = object['tags'];
  const items = listItems(listed);
  if (!isObject(listed) || items === undefined || items.every(isNamed)) return object;
  const { data: _, tags: __, ...rest } = listed;
  return { ...object, tags: { ...rest, data: items.map((item) => named(item, names)) } };
}

function isNamed(item: unknown): boolean {
  return isObject(item) && typeof item['name'] === 'string';
}

function named(item: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isObject(item) || isNamed(item)) return item;
  const name = names.get(idText(item['id']) ?? '');
  return name === undefined ? item : { ...item, name };
}
