import type { Condition } from './model.ts';
import { readFieldTest } from './read-field-test.ts';
import { type At, asMap, keyPlace, kindOf, placeOf, type Reading, valueAt } from './reading.ts';
import { isNull } from './yaml-scalar.ts';
import type { YamlEntry, YamlMap } from './yaml-tree.ts';

/** Groups within groups, named conditions included. */
export const maxDepth = 8;
/** Tests of one condition where it names others: a few lines could stand for more than could ever be tried. */
const maxNamedTests = 1_000;

/** What a condition holds beside itself. */
export interface Contents {
  /** Named groups of regular expressions outside `none`. */
  groups: Set<string>;
  /** The deepest group, named conditions included. */
  depth: number;
  /** How many tests there are, those of named conditions included. */
  tests: number;
}

/** A map of groups and fields that must all hold. Undefined where nothing of it could be read. */
export function readCondition(
  at: At,
  contents: Contents,
  reading: Reading,
  depth = 0,
): Condition | undefined {
  const map = asMap(at);
  if (map === undefined || map.node.entries.length === 0) {
    const message = isNull(at.node)
      ? 'Nothing stands here. Indent what belongs to it further than its key.'
      : map === undefined
        ? `A condition is a map of fields and of all, any and none, not ${kindOf(at.node)}. ${
            at.node.kind === 'scalar' && at.node.text.startsWith('$')
              ? `Write "all: [${at.node.text}]".`
              : 'Write "all: […]" for a list.'
          }`
        : 'This condition is empty. Leave it out where the rule is to hold always.';
    reading.report.error('schema', placeOf(at), message);
    return undefined;
  }
  const conditions = map.node.entries.flatMap((entry) => readEntry(map, entry, contents, reading, depth));
  const [first] = conditions;
  return conditions.length === 1 ? first : { all: conditions };
}

function readEntry(
  map: At<YamlMap>,
  entry: YamlEntry,
  contents: Contents,
  reading: Reading,
  depth: number,
): Condition[] {
  const { key } = entry;
  if (key !== 'all' && key !== 'any' && key !== 'none') {
    contents.tests += 1;
    return readFieldTest(key, keyPlace(map, entry), valueAt(map, entry), contents.groups, reading);
  }
  const within = key === 'none' ? { ...contents, groups: new Set<string>() } : contents;
  const conditions = readGroup(map, entry, within, reading, depth + 1);
  contents.depth = within.depth;
  contents.tests = within.tests;
  if (key === 'all') {
    return [{ all: conditions }];
  }
  return [key === 'any' ? { any: conditions } : { none: conditions }];
}

function readGroup(
  map: At<YamlMap>,
  entry: YamlEntry,
  contents: Contents,
  reading: Reading,
  depth: number,
): Condition[] {
  const { report } = reading;
  const at = valueAt(map, entry);
  contents.depth = Math.max(contents.depth, depth);
  if (depth > maxDepth) {
    report.error(
      'schema',
      keyPlace(map, entry),
      `Groups nest at most ${maxDepth} deep: give a part of this a name under "conditions".`,
    );
    return [];
  }
  if (at.node.kind !== 'list') {
    report.error(
      'schema',
      placeOf(at),
      `"${entry.key}" takes a list of conditions, not ${kindOf(at.node)}. Begin each with "- ".`,
    );
    return [];
  }
  if (at.node.items.length === 0) {
    report.error(
      'empty_value',
      placeOf(at),
      `"${entry.key}" is empty. Put a condition into it, or leave it out.`,
    );
  }
  return at.node.items.flatMap((node, index) => {
    const item = { node, path: `${at.path}[${index}]` };
    const condition =
      node.kind === 'scalar'
        ? readUse(item, node.text, contents, reading, depth)
        : readCondition(item, contents, reading, depth);
    return condition === undefined ? [] : [condition];
  });
}

function readUse(
  at: At,
  text: string,
  contents: Contents,
  reading: Reading,
  depth: number,
): Condition | undefined {
  const { report } = reading;
  const name = text.slice(1);
  if (!text.startsWith('$') || name === '') {
    report.error(
      'schema',
      placeOf(at),
      `"${text}" is no condition. Write "field: value", or "$name" for a named condition.`,
    );
    return undefined;
  }
  const inner = reading.readNamed(name);
  if (inner === undefined) {
    const hint = reading.suggest(name, reading.conditionNames) || ' Define it under "conditions".';
    report.error('unknown_condition', placeOf(at), `There is no condition "${name}".${hint}`);
    return undefined;
  }
  if (inner === 'itself') {
    report.error(
      'schema',
      placeOf(at),
      `The condition "${name}" leads back to itself, so it could never be decided.`,
    );
    return undefined;
  }
  if (depth + inner.depth > maxDepth) {
    report.error(
      'schema',
      placeOf(at),
      `With the groups of "${name}", this nests more than ${maxDepth} deep.`,
    );
  }
  for (const group of inner.groups) {
    contents.groups.add(group);
  }
  contents.depth = Math.max(contents.depth, depth + inner.depth);
  const before = contents.tests;
  contents.tests += inner.tests;
  if (before <= maxNamedTests && contents.tests > maxNamedTests) {
    const message = `With all that "${name}" stands for, this is more than ${maxNamedTests} tests.`;
    report.error('schema', placeOf(at), message);
  }
  return { use: name };
}
