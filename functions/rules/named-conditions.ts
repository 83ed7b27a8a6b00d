import type { Condition } from './model.ts';
import { type Contents, maxDepth, readCondition } from './read-condition.ts';
import { type At, asMap, type Reading, valueAt } from './reading.ts';
import { entryOf, type YamlEntry, type YamlMap } from './yaml-tree.ts';

export interface NamedConditions {
  names: ReadonlySet<string>;
  /** What has been read so far, for the ruleset. */
  conditions: ReadonlyMap<string, Condition>;
  read(name: string, reading: Reading): ReturnType<Reading['readNamed']>;
}

/** Reads each condition under `conditions` when a rule, another condition or the section itself first names it. */
export function namedConditions(map: At<YamlMap>): NamedConditions {
  const section = entryOf(map.node, 'conditions');
  const named = section && asMap(valueAt(map, section));
  const entries = new Map<string, YamlEntry>(named?.node.entries.map((entry) => [entry.key, entry]) ?? []);
  const conditions = new Map<string, Condition>();
  const contentsOf = new Map<string, Contents | 'itself'>();
  let readingNames = 0;
  const read: NamedConditions['read'] = (name, reading) => {
    const known = contentsOf.get(name);
    const entry = entries.get(name);
    if (known !== undefined || entry === undefined || named === undefined) {
      return known;
    }
    const contents: Contents = { groups: new Set(), depth: 0, tests: 0 };
    if (readingNames > maxDepth) {
      // So many names that lead to one another are as many groups. On its own this one may do.
      return { ...contents, depth: Number.POSITIVE_INFINITY };
    }
    contentsOf.set(name, 'itself');
    readingNames += 1;
    const { report } = reading;
    const { rule } = report;
    report.rule = null;
    const condition = readCondition(valueAt(named, entry), contents, reading);
    report.rule = rule;
    readingNames -= 1;
    contentsOf.set(name, contents);
    if (condition !== undefined) {
      conditions.set(name, condition);
    }
    return contents;
  };
  return { names: new Set(entries.keys()), conditions, read };
}
