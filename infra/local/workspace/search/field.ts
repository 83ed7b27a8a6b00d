/**
 * What a field can be asked. `words` is a text in lower case that is compared word by word (`source.body`), `tag`
 * a list of tag ids, `any` a custom attribute.
 */
export type FieldType = 'string' | 'words' | 'tag' | 'integer' | 'boolean' | 'date' | 'any';

export type FieldValue = string | number | boolean | null | readonly string[];

export interface Field<Item> {
  readonly type: FieldType;
  readonly read: (item: Item) => FieldValue;
}

/** The fields that a resource can be searched by. */
export interface Fields<Item> {
  find(name: string): Field<Item> | undefined;
}

export function fieldsOf<Item>(
  named: Readonly<Record<string, Field<Item>>>,
  customAttributes: (item: Item) => Readonly<Record<string, unknown>>,
): Fields<Item> {
  return {
    find(name) {
      if (Object.hasOwn(named, name)) return named[name];
      if (!name.startsWith('custom_attributes.')) return undefined;
      const attribute = name.slice('custom_attributes.'.length);
      return { type: 'any', read: (item) => scalar(customAttributes(item)[attribute]) };
    },
  };
}

/** Fields that can be asked for, but that no object here has. */
export function absentFields(type: FieldType, ...names: readonly string[]): Record<string, Field<unknown>> {
  const field: Field<unknown> = { type, read: () => null };
  return Object.fromEntries(names.flatMap((line) => line.split(' ')).map((name) => [name, field]));
}

function scalar(value: unknown): FieldValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
