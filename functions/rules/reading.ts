import type { Source } from './model.ts';
import { didYouMean, nearestThereIs } from './nearest.ts';
import type { Contents } from './read-condition.ts';
import type { Report } from './report.ts';
import { isNull } from './yaml-scalar.ts';
import { keyPath, type Place, type YamlEntry, type YamlMap, type YamlNode } from './yaml-tree.ts';

/** What the readers of a ruleset's parts share. A reader reports what is wrong and returns what it could read. */
export interface Reading {
  report: Report;
  /** The names that rules may refer to, and what stands behind them. */
  lists: ReadonlyMap<string, readonly ListEntry[]>;
  conditionNames: ReadonlySet<string>;
  sources: ReadonlyMap<string, Source>;
  /** ` Did you mean "x"?`, or nothing; with `always`, of names that are all far off the nearest. */
  suggest(name: string, names: Iterable<string>, how?: 'always'): string;
  /** The known topics that a trigger stands for. */
  topics(pattern: string): readonly string[];
  /** What a named condition holds; 'itself' where it is being read, undefined where there is none. */
  readNamed(name: string): Readonly<Contents> | 'itself' | undefined;
  /** `list operator` pairs whose entries have been looked at, with the groups of their regular expressions. */
  listChecks: Map<string, Set<string>>;
}

/** A value of a list under `lists`, and where it stands. */
export interface ListEntry {
  text: string;
  place: Place;
}

/** Bounds the work on names that are all unknown: a file of 100,000 misspelt names needs no 100,000 suggestions. */
const maxSuggestions = 200;

export function createSuggest(): Reading['suggest'] {
  let left = maxSuggestions;
  return (name, names, how) => {
    left -= 1;
    if (left < 0) {
      return '';
    }
    const all = [...names];
    return didYouMean(name, all) || (how === 'always' ? nearestThereIs(name, all) : '');
  };
}

/** A node with its path. */
export interface At<Node extends YamlNode = YamlNode> {
  node: Node;
  path: string;
}

export function placeOf(at: At): Place {
  return { path: at.path, offset: at.node.offset };
}

export function keyPlace(map: At<YamlMap>, entry: YamlEntry): Place {
  return { path: keyPath(map.path, entry.key), offset: entry.keyOffset };
}

export function valueAt(map: At<YamlMap>, entry: YamlEntry): At {
  return { node: entry.value, path: keyPath(map.path, entry.key) };
}

/** The value itself where it is a list, else a list of it alone. */
export function itemsOf(at: At): At[] {
  return at.node.kind === 'list'
    ? at.node.items.map((node, index) => ({ node, path: `${at.path}[${index}]` }))
    : [at];
}

export function asMap(at: At): At<YamlMap> | undefined {
  return at.node.kind === 'map' ? { node: at.node, path: at.path } : undefined;
}

/** `a text`, `a list`, `a map`, for messages. */
export function kindOf(node: YamlNode): string {
  return { scalar: 'a single value', list: 'a list', map: 'a map' }[node.kind];
}

/** Reports keys that are not among `known`. */
export function refuseOtherKeys(
  map: At<YamlMap>,
  known: readonly string[],
  what: string,
  reading: Reading,
): void {
  for (const entry of map.node.entries) {
    if (!known.includes(entry.key)) {
      const hint = reading.suggest(entry.key, known) || ` It takes ${inWords(known)}.`;
      reading.report.error('schema', keyPlace(map, entry), `${what} has no key "${entry.key}".${hint}`);
    }
  }
}

/** `a, b and c`. */
export function inWords(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.slice(-1).join('')}`;
}

/** What to do about a key that is no field. A comma in an unquoted text inside braces makes a key of what follows. */
export function fieldHint({ key, value }: YamlEntry, names: Iterable<string>, reading: Reading): string {
  if (isNull(value) && /\s/u.test(key))
    return ' If it belongs to the text before the comma, quote that text.';
  return reading.suggest(key, names) || ' docs/rules.md lists the fields.';
}
