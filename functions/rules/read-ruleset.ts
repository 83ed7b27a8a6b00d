import type { Rule, Ruleset, Source } from './model.ts';
import { namedConditions } from './named-conditions.ts';
import { nameKey } from './outcome/tag-identity.ts';
import { readList } from './read-lists.ts';
import { readRule } from './read-rule.ts';
import { readSettings } from './read-settings.ts';
import { readSource } from './read-sources.ts';
import { createTopics } from './read-triggers.ts';
import {
  type At,
  asMap,
  createSuggest,
  itemsOf,
  keyPlace,
  kindOf,
  type ListEntry,
  placeOf,
  type Reading,
  refuseOtherKeys,
  valueAt,
} from './reading.ts';
import type { Report } from './report.ts';
import { entryOf, type YamlMap } from './yaml-tree.ts';

const maxRules = 20_000;

/** A ruleset as it is stored. It is whole only where the report has no errors; undefined where nothing can be read. */
export function readRuleset(at: At, report: Report): Ruleset | undefined {
  const map = asMap(at);
  if (map === undefined) {
    report.error(
      'schema',
      placeOf(at),
      `A ruleset is a map with "version" and "rules", not ${kindOf(at.node)}.`,
    );
    return undefined;
  }
  const sources = new Map<string, Source>();
  const lists = new Map<string, ListEntry[]>();
  const named = namedConditions(map);
  const reading: Reading = {
    report,
    lists,
    sources,
    conditionNames: named.names,
    suggest: createSuggest(),
    listChecks: new Map(),
    topics: createTopics(),
    readNamed: (name) => named.read(name, reading),
  };
  refuseOtherKeys(
    map,
    ['version', 'settings', 'lists', 'conditions', 'sources', 'rules'],
    'A ruleset',
    reading,
  );
  readVersion(map, reading);
  const settings = readSettings(map, reading);
  eachNamed(map, 'lists', reading, (name, value) => lists.set(name, readList(value, reading)));
  eachNamed(map, 'sources', reading, (name, value) => sources.set(name, readSource(value, name, reading)));
  eachNamed(map, 'conditions', reading, (name) => reading.readNamed(name));
  const rules = readRules(map, settings.exclusive, reading);
  return {
    version: 1,
    settings,
    lists: Object.fromEntries([...lists].map(([name, entries]) => [name, entries.map(({ text }) => text)])),
    conditions: Object.fromEntries(named.conditions),
    sources: Object.fromEntries(sources),
    rules,
  };
}

function readVersion(map: At<YamlMap>, reading: Reading): void {
  const entry = entryOf(map.node, 'version');
  if (entry === undefined) {
    reading.report.error('schema', placeOf(map), 'This file says no version. Begin it with "version: 1".');
  } else if (entry.value.kind !== 'scalar' || entry.value.text !== '1' || !entry.value.plain) {
    const message =
      'This version of the rule language is not known here. Write "version: 1", without quotes.';
    reading.report.error('schema', placeOf(valueAt(map, entry)), message);
  }
}

function eachNamed(
  map: At<YamlMap>,
  key: string,
  reading: Reading,
  read: (name: string, value: At) => void,
): void {
  const entry = entryOf(map.node, key);
  const section = entry && asMap(valueAt(map, entry));
  if (entry !== undefined && section === undefined) {
    const message = `"${key}" is a map from names to what they stand for, not ${kindOf(entry.value)}.`;
    reading.report.error('schema', placeOf(valueAt(map, entry)), message);
  }
  if (section === undefined) {
    return;
  }
  for (const named of section.node.entries) {
    if (!/^\p{L}[\p{L}\p{N}_-]*$/u.test(named.key)) {
      reading.report.error(
        'schema',
        keyPlace(section, named),
        `"${named.key}" is no name: begin with a letter and go on with letters, digits, _ and -.`,
      );
    } else {
      read(named.key, valueAt(section, named));
    }
  }
}

function readRules(map: At<YamlMap>, exclusive: readonly (readonly string[])[], reading: Reading): Rule[] {
  const entry = entryOf(map.node, 'rules');
  if (entry === undefined || entry.value.kind !== 'list') {
    const place = entry === undefined ? placeOf(map) : placeOf(valueAt(map, entry));
    reading.report.error(
      'schema',
      place,
      'A ruleset has "rules", a list in which each rule begins with "- id:".',
    );
    return [];
  }
  const at = valueAt(map, entry);
  const items = itemsOf(at);
  if (items.length > maxRules) {
    reading.report.error(
      'schema',
      placeOf(at),
      `A ruleset takes at most ${maxRules} rules, and these are ${items.length}.`,
    );
  }
  const groups = new Map<string, number[]>();
  exclusive.forEach((names, index) => {
    for (const name of names) {
      groups.set(nameKey(name), [...(groups.get(nameKey(name)) ?? []), index]);
    }
  });
  const ids = new Map<string, string>();
  return items.slice(0, maxRules).flatMap((item) => readRule(item, ids, groups, reading) ?? []);
}
