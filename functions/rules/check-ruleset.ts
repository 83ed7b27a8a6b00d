import { lintRuleset } from './lint/lint-ruleset.ts';
import type { Condition, Diagnostic, Rule, Ruleset, Settings, Source } from './model.ts';
import { nameKey } from './outcome/tag-identity.ts';
import { type Contents, maxDepth, readCondition } from './read-condition.ts';
import { readRule } from './read-rule.ts';
import { readShape } from './read-shape.ts';
import { readSource } from './read-sources.ts';
import { createTopics } from './read-triggers.ts';
import { readYaml } from './read-yaml.ts';
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
import { createReport, type Report } from './report.ts';
import { runRuleTests } from './run-rule-tests.ts';
import { settingsShape } from './shapes.ts';
import { isNull } from './yaml-scalar.ts';
import { entryOf, locate, type YamlEntry, type YamlMap, type YamlNode } from './yaml-tree.ts';

export interface CheckOptions {
  /** The stored notifications that tests name; paths as they are written. Undefined where a file is not there. */
  readFile?: (path: string) => string | Uint8Array | undefined;
}

export interface Checked {
  /** No errors; there may be warnings. */
  ok: boolean;
  /** Only where there are no errors. */
  ruleset?: Ruleset;
  /** Sorted by line and column. */
  diagnostics: Diagnostic[];
}

const maxBytes = 10 * 1024 * 1024;
const maxRules = 20_000;
const maxListValues = 10_000;

/**
 * Parses, validates, runs the rules' own tests and lints. Whatever the file holds, there are diagnostics, not an
 * exception; but await `loadLanguageFor(text)` before, for tests of rules that ask for `message.language`.
 */
export function checkRuleset(
  source: { file: string; text: string | Uint8Array },
  options: CheckOptions = {},
): Checked {
  const text = typeof source.text === 'string' ? source.text : decode(source.text);
  const report = createReport(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const root = readDocument(source.text, text.replace(/^\uFEFF/u, ''), report);
  const ruleset = root === undefined ? undefined : readRuleset({ node: root, path: '' }, report);
  if (root !== undefined && ruleset !== undefined && !report.hasErrors()) {
    runRuleTests(ruleset, root, report, options);
    for (const { code, rule, steps, message } of lintRuleset(ruleset)) {
      report.rule = rule;
      report.warning(code, locate(root, steps), message);
    }
  }
  const ok = !report.hasErrors();
  return { ok, ...(ok && ruleset !== undefined && { ruleset }), diagnostics: report.diagnostics() };
}

/** Bytes that are no UTF-8 become U+FFFD, which `readDocument` looks for. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, maxBytes + 1));
}

function readDocument(source: string | Uint8Array, text: string, report: Report): YamlNode | undefined {
  const start = { path: '', offset: 0 };
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source).length : source.length;
  if (bytes > maxBytes) {
    report.error('schema', start, 'This file has more than 10 MB. Split the rules over several workspaces.');
    return undefined;
  }
  if (typeof source !== 'string' && !isUtf8(source)) {
    const offset = Math.max(0, text.indexOf('\uFFFD'));
    report.error('syntax', { path: '', offset }, 'This is not UTF-8 text. Save the file as UTF-8.');
    return undefined;
  }
  const { root, faults } = readYaml(text);
  for (const { offset, message } of faults.slice(0, 20)) {
    report.error('syntax', { path: '', offset }, message);
  }
  if (root === null && faults.length === 0) {
    report.error('schema', start, 'This file is empty. A ruleset begins with "version: 1" and has "rules".');
  }
  return faults.length > 0 || root === null ? undefined : root;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== undefined;
  } catch {
    return false;
  }
}

function readRuleset(at: At, report: Report): Ruleset | undefined {
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
  const conditions = new Map<string, Condition>();
  const reading = startReading(map, report, lists, sources, conditions);
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
    conditions: Object.fromEntries(conditions),
    sources: Object.fromEntries(sources),
    rules,
  };
}

function startReading(
  map: At<YamlMap>,
  report: Report,
  lists: Map<string, ListEntry[]>,
  sources: Map<string, Source>,
  conditions: Map<string, Condition>,
): Reading {
  const section = entryOf(map.node, 'conditions');
  const named = section && asMap(valueAt(map, section));
  const entries = new Map<string, YamlEntry>(named?.node.entries.map((entry) => [entry.key, entry]) ?? []);
  const contentsOf = new Map<string, Contents | 'itself'>();
  let readingNames = 0;
  const reading: Reading = {
    report,
    lists,
    sources,
    conditionNames: new Set(entries.keys()),
    suggest: createSuggest(),
    listChecks: new Map(),
    topics: createTopics(),
    readNamed(name) {
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
    },
  };
  return reading;
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

function readSettings(map: At<YamlMap>, reading: Reading): Settings {
  const entry = entryOf(map.node, 'settings');
  const at = entry && valueAt(map, entry);
  const own = at && asMap(at);
  if (at !== undefined && own === undefined) {
    reading.report.error('schema', placeOf(at), `"settings" is a map, not ${kindOf(at.node)}.`);
  }
  const none: At<YamlMap> = { path: 'settings', node: { kind: 'map', entries: [], offset: 0 } };
  const settings = own ?? none;
  const rest = { ...settings.node, entries: settings.node.entries.filter(({ key }) => key !== 'exclusive') };
  const shaped = readShape(settingsShape, { ...settings, node: rest }, reading, '"settings"');
  const exclusive = entryOf(settings.node, 'exclusive');
  return {
    ...(shaped ?? { timezone: 'UTC', create_missing_tags: true, remove_only_own: false }),
    exclusive: exclusive === undefined ? [] : readExclusive(valueAt(settings, exclusive), reading),
  };
}

function readExclusive(at: At, reading: Reading): string[][] {
  const groups = at.node.kind === 'list' ? itemsOf(at) : [];
  if (at.node.kind !== 'list' || groups.some(({ node }) => node.kind !== 'list')) {
    const message = '"exclusive" is a list of groups of tags, such as [[Low, Medium, High]].';
    reading.report.error('schema', placeOf(at), message);
    return [];
  }
  return groups.map((group) => itemsOf(group).flatMap((item) => readName(item, reading) ?? []));
}

function readName(at: At, reading: Reading): string | undefined {
  if (at.node.kind !== 'scalar') {
    reading.report.error('schema', placeOf(at), `A text stands here, not ${kindOf(at.node)}.`);
    return undefined;
  }
  if (isNull(at.node) || at.node.text.trim() === '') {
    const message = 'Nothing stands here. What begins with # is a comment in YAML: quote it ("#1").';
    reading.report.error('empty_value', placeOf(at), message);
    return undefined;
  }
  return at.node.text;
}

function readList(at: At, reading: Reading): ListEntry[] {
  const items = itemsOf(at);
  if (items.length === 0) {
    reading.report.error(
      'empty_value',
      placeOf(at),
      'This list is empty, so a test with it could never hold.',
    );
  }
  if (items.length > maxListValues) {
    const message = `A list takes at most ${maxListValues} values, and these are ${items.length}.`;
    reading.report.error('schema', placeOf(at), message);
  }
  return items.slice(0, maxListValues).flatMap((item) => {
    const text = readName(item, reading);
    if (text !== undefined && /^\$\p{L}/u.test(text)) {
      const message = `A list cannot hold another list. Name both in the test, or write "$${text}" for the text itself.`;
      reading.report.error('schema', placeOf(item), message);
      return [];
    }
    return text === undefined ? [] : [{ text, place: placeOf(item) }];
  });
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
