/** A YAML document as plain nodes with offsets (UTF-16 units into the text), aliases resolved. */

export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar {
  kind: 'scalar';
  /** As it is spelt; of a quoted or block scalar what it stands for. */
  text: string;
  /** Unquoted: `5`, `true`, `null` and nothing at all mean more than their text. */
  plain: boolean;
  offset: number;
}

interface YamlList {
  kind: 'list';
  items: YamlNode[];
  offset: number;
}

export interface YamlMap {
  kind: 'map';
  entries: YamlEntry[];
  offset: number;
}

export interface YamlEntry {
  key: string;
  keyOffset: number;
  value: YamlNode;
}

export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** The path of a key: `.name` where that reads well, else `["a b"]`, as payload paths are quoted. */
export function keyPath(path: string, key: string): string {
  const step = /^[A-Za-z_][\w-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return path === '' && step.startsWith('.') ? key : `${path}${step}`;
}

export interface Place {
  path: string;
  offset: number;
}

/**
 * Where a path of keys and indexes stands: a map's entry at its key, a list's item at itself; where the document
 * does not go that deep (a scalar for a list of one), the deepest place on the way.
 */
export function locate(root: YamlNode, steps: readonly (string | number)[], path = ''): Place {
  let place: Place = { path, offset: root.offset };
  let node: YamlNode | undefined = root;
  for (const step of steps) {
    if (node?.kind === 'map') {
      const entry: YamlEntry | undefined = entryOf(node, String(step));
      if (entry === undefined) {
        return place;
      }
      place = { path: keyPath(place.path, entry.key), offset: entry.keyOffset };
      node = entry.value;
    } else if (node?.kind === 'list') {
      const item: YamlNode | undefined = node.items[Number(step)];
      if (item === undefined) {
        return place;
      }
      place = { path: `${place.path}[${step}]`, offset: item.offset };
      node = item;
    } else {
      return place;
    }
  }
  return place;
}
