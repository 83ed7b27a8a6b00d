import { contradictions } from './contradictions.ts';
import type { Condition, OutcomePart, Rule } from './model.ts';
import { type Contents, readCondition } from './read-condition.ts';
import { readOutcome } from './read-outcome.ts';
import { readShape } from './read-shape.ts';
import { readTests } from './read-tests.ts';
import { type ReadTrigger, readTriggers } from './read-triggers.ts';
import { type At, asMap, kindOf, placeOf, type Reading, refuseOtherKeys, valueAt } from './reading.ts';
import { ruleShape } from './shapes.ts';
import { entryOf, locate, type YamlMap } from './yaml-tree.ts';

const headKeys = Object.keys(ruleShape.shape);
const keys = [
  'id',
  'description',
  'trigger',
  'when',
  'then',
  'mode',
  'priority',
  'stop',
  'once',
  'keep',
  'limit',
  'tests',
];

/** A rule as it is stored; undefined where something of it could not be read. */
export function readRule(
  at: At,
  ids: Map<string, string>,
  exclusive: ReadonlyMap<string, readonly number[]>,
  reading: Reading,
): Rule | undefined {
  const map = asMap(at);
  if (map === undefined) {
    reading.report.error(
      'schema',
      placeOf(at),
      `A rule is a map that begins with "id", not ${kindOf(at.node)}.`,
    );
    return undefined;
  }
  const id = readId(map, ids, reading);
  reading.report.rule = id ?? null;
  refuseOtherKeys(map, keys, 'A rule', reading);
  const head = readShape(ruleShape, pick(map, headKeys), reading, 'A rule');
  const triggers = required(map, 'trigger', reading, (value) => readTriggers(value, reading)) ?? [];
  const contents: Contents = { groups: new Set(), depth: 0, tests: 0 };
  const when = readWhen(map, contents, reading);
  const then = required(map, 'then', reading, (value) =>
    readOutcome(value, { what: '"then"', groups: contents.groups }, reading),
  );
  checkOutcome(map, then ?? [], triggers, exclusive, reading);
  if (head?.keep === true && triggers.some(({ trigger }) => typeof trigger === 'string')) {
    reading.report.error(
      'schema',
      locate(map.node, ['keep'], map.path),
      '"keep" is for schedules: only they come back to look whether the condition still holds.',
    );
  }
  const tests = readTests(map, triggers, reading);
  reading.report.rule = null;
  if (id === undefined || head === undefined || then === undefined) {
    return undefined;
  }
  const { description, limit, ...rest } = head;
  return {
    id,
    ...(description !== undefined && { description }),
    trigger: triggers.map(({ trigger }) => trigger),
    ...(when !== undefined && { when }),
    then,
    ...rest,
    ...(limit !== undefined && { limit }),
    tests,
  };
}

function pick(map: At<YamlMap>, names: readonly string[]): At<YamlMap> {
  const entries = map.node.entries.filter(({ key }) => names.includes(key));
  return { path: map.path, node: { ...map.node, entries } };
}

function required<T>(map: At<YamlMap>, key: string, reading: Reading, read: (value: At) => T): T | undefined {
  const entry = entryOf(map.node, key);
  if (entry === undefined) {
    reading.report.error('schema', placeOf(map), `This rule has no "${key}", and every rule needs one.`);
    return undefined;
  }
  return read(valueAt(map, entry));
}

function readWhen(map: At<YamlMap>, contents: Contents, reading: Reading): Condition | undefined {
  const entry = entryOf(map.node, 'when');
  return entry === undefined ? undefined : readCondition(valueAt(map, entry), contents, reading);
}

function readId(map: At<YamlMap>, ids: Map<string, string>, reading: Reading): string | undefined {
  return required(map, 'id', reading, (value) => {
    const { report } = reading;
    const text = value.node.kind === 'scalar' ? value.node.text : '';
    report.rule = text === '' ? null : text;
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(text) || text.length > 100) {
      const message = `"${text}" is no id: write small letters, digits and single hyphens, such as refund-request.`;
      report.error('schema', placeOf(value), message);
    } else if (ids.has(text)) {
      const message = `The id "${text}" belongs to ${ids.get(text)} already. The log tells rules apart by their ids.`;
      report.error('duplicate_id', placeOf(value), message);
    } else {
      ids.set(text, map.path);
    }
    return text;
  });
}

function checkOutcome(
  map: At<YamlMap>,
  parts: readonly OutcomePart[],
  triggers: readonly ReadTrigger[],
  exclusive: ReadonlyMap<string, readonly number[]>,
  reading: Reading,
): void {
  const { report } = reading;
  const entry = entryOf(map.node, 'then');
  const then = entry === undefined ? undefined : asMap(valueAt(map, entry));
  if (then === undefined) {
    return;
  }
  if (then.node.entries.length === 0) {
    report.error(
      'schema',
      placeOf(then),
      'This rule changes nothing. Write what to add or remove, such as { add: [Refund] }.',
    );
  }
  const placeOfPart = (part: OutcomePart) => {
    const own = entryOf(then.node, 'add') === undefined ? 'remove' : 'add';
    return locate(then.node, [part.target === 'subject' ? own : part.target], then.path);
  };
  for (const part of parts) {
    const lost = triggers.filter((trigger) => !trigger.reaches(part.target));
    if (lost.length > 0) {
      const what = part.target === 'subject' ? 'nothing that can be tagged' : `no ${part.target} to tag`;
      report.error(
        'unreachable_target',
        placeOfPart(part),
        `On ${lost.map(({ name }) => name).join(', ')} there is ${what}.`,
      );
    }
  }
  const subjects = new Set(triggers.map(({ subject }) => subject));
  const [only = null] = subjects;
  for (const { tag, part } of contradictions(parts, subjects.size === 1 ? only : null, exclusive)) {
    const message = `The tag "${tag}" is added and removed on one object by this rule (an exclusive group removes too). Keep one.`;
    report.error('schema', placeOfPart(part), message);
  }
}
