import { type FieldType, fieldNames, fieldType } from './fields.ts';
import type { RuleTest } from './model.ts';
import { readOutcome } from './read-outcome.ts';
import type { ReadTrigger } from './read-triggers.ts';
import {
  type At,
  asMap,
  fieldHint,
  itemsOf,
  keyPlace,
  kindOf,
  placeOf,
  type Reading,
  refuseOtherKeys,
  valueAt,
} from './reading.ts';
import { parseDate } from './time/moment.ts';
import { subjectTypes } from './topics.ts';
import { isNull, plainValue, scalarValue } from './yaml-scalar.ts';
import { entryOf, type YamlEntry, type YamlMap, type YamlScalar } from './yaml-tree.ts';

const maxTests = 50;

export function readTests(rule: At<YamlMap>, triggers: readonly ReadTrigger[], reading: Reading): RuleTest[] {
  const entry = entryOf(rule.node, 'tests');
  if (entry === undefined) {
    return [];
  }
  const at = valueAt(rule, entry);
  if (at.node.kind !== 'list') {
    const message = `"tests" takes a list of { given: …, expect: … }, not ${kindOf(at.node)}.`;
    reading.report.error('schema', placeOf(at), message);
    return [];
  }
  if (at.node.items.length > maxTests) {
    reading.report.error(
      'schema',
      placeOf(at),
      `A rule takes at most ${maxTests} tests, and these are ${at.node.items.length}.`,
    );
  }
  return itemsOf(at)
    .slice(0, maxTests)
    .flatMap((item) => readTest(item, triggers, reading) ?? []);
}

function readTest(at: At, triggers: readonly ReadTrigger[], reading: Reading): RuleTest | undefined {
  const map = asMap(at);
  const given = map && entryOf(map.node, 'given');
  const expect = map && entryOf(map.node, 'expect');
  if (map === undefined || given === undefined || expect === undefined) {
    const message = 'A test has "given", a message or facts, and "expect", the tag changes ({} for none).';
    reading.report.error('schema', placeOf(at), message);
    return undefined;
  }
  refuseOtherKeys(map, ['given', 'expect'], 'A test', reading);
  const example = readGiven(valueAt(map, given), triggers, reading);
  const outcome = readOutcome(valueAt(map, expect), { what: '"expect"' }, reading);
  return example === undefined ? undefined : { given: example, expect: outcome };
}

function readGiven(
  at: At,
  triggers: readonly ReadTrigger[],
  reading: Reading,
): RuleTest['given'] | undefined {
  const { report } = reading;
  const { node } = at;
  if (node.kind === 'scalar') {
    const [first] = triggers;
    if (isNull(node)) {
      report.error(
        'empty_value',
        placeOf(at),
        'Nothing is given. Write a message or a map of facts; {} where nothing is known.',
      );
    } else if (first !== undefined && first.topics.length === 0) {
      report.error('schema', placeOf(at), `On ${first.name} there is no message: give a map of facts.`);
    }
    return node.text;
  }
  const map = asMap(at);
  if (map === undefined) {
    report.error('schema', placeOf(at), 'What is given is a message or a map of facts, not a list.');
    return undefined;
  }
  const file = entryOf(map.node, 'notification');
  if (file !== undefined) {
    refuseOtherKeys(map, ['notification'], 'A stored notification', reading);
    return { notification: file.value.kind === 'scalar' ? file.value.text : '' };
  }
  return Object.fromEntries(map.node.entries.map((entry) => [entry.key, readFact(map, entry, reading)]));
}

function readFact(map: At<YamlMap>, entry: YamlEntry, reading: Reading): unknown {
  const { report } = reading;
  const at = valueAt(map, entry);
  if (entry.key === 'topic') {
    const topic = entry.value.kind === 'scalar' ? entry.value.text : '';
    if (!subjectTypes.has(topic) && !/^(?:source|schedule):/u.test(topic)) {
      const hint = reading.suggest(topic, subjectTypes.keys(), 'always');
      report.error('unknown_topic', placeOf(at), `Intercom has no topic "${topic}".${hint}`);
    }
    return topic;
  }
  const type = fieldType(entry.key);
  if (type === undefined) {
    const hint = fieldHint(entry, fieldNames(), reading);
    report.error('unknown_field', keyPlace(map, entry), `There is no field "${entry.key}".${hint}`);
    return undefined;
  }
  return readTyped(at, type, reading);
}

function readTyped(at: At, type: FieldType, reading: Reading): unknown {
  const { node } = at;
  if (type === 'dynamic' || type === 'object' || isNull(node)) {
    return plainValue(node);
  }
  if (type === 'list') {
    return itemsOf(at).map((item) => (item.node.kind === 'scalar' ? item.node.text : plainValue(item.node)));
  }
  if (node.kind !== 'scalar') {
    reading.report.error(
      'type_mismatch',
      placeOf(at),
      `This field holds a single value, not ${kindOf(node)}.`,
    );
    return undefined;
  }
  const value = type === 'text' ? node.text : scalarValue(node);
  if (!fits(node, type, value)) {
    reading.report.error('type_mismatch', placeOf(at), `"${node.text}" is not ${kinds[type]}.`);
  }
  return value;
}

const kinds: Readonly<Record<Exclude<FieldType, 'object' | 'dynamic' | 'list'>, string>> = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date: write 2026-01-10, 2026-01-10T09:00:00Z, unix seconds, or relative to now (-48h)',
};

function fits(node: YamlScalar, type: keyof typeof kinds, value: unknown): boolean {
  if (type === 'date') {
    return typeof value === 'number' || parseDate(node.text, 0, 'UTC') !== undefined;
  }
  return type === 'text' || typeof value === type;
}
