import type { OutcomeTarget, TargetType, Trigger } from './model.ts';
import { readShape } from './read-shape.ts';
import { type At, asMap, itemsOf, placeOf, type Reading } from './reading.ts';
import { atShape, everyShape } from './shapes.ts';
import { canReach, canReachFrom, subjectTypes, topicsMatching } from './topics.ts';
import { entryOf } from './yaml-tree.ts';

export interface ReadTrigger {
  trigger: Trigger;
  /** As people read it. */
  name: string;
  reaches(target: OutcomeTarget): boolean;
  /** The topics that it stands for; none for schedules and sources. */
  topics: readonly string[];
  /** What it is about: of topics of different types, null. */
  subject: TargetType | null;
}

export function readTriggers(at: At, reading: Reading): ReadTrigger[] {
  const items = itemsOf(at);
  if (items.length === 0) {
    reading.report.error(
      'schema',
      placeOf(at),
      'This list is empty, so the rule would never be looked at. Name a topic.',
    );
  }
  const triggers = items.flatMap((item) => {
    const trigger = readTrigger(item, reading);
    return trigger === undefined ? [] : [{ trigger, item }];
  });
  refuseMixedSchedules(triggers, reading);
  return triggers.map(({ trigger }) => trigger);
}

/** A run of a schedule is known by its rule alone, so all of a rule's schedules run over the same kind of object. */
function refuseMixedSchedules(
  triggers: readonly { trigger: ReadTrigger; item: At }[],
  reading: Reading,
): void {
  const schedules = triggers.filter(({ trigger }) => typeof trigger.trigger === 'object');
  const other = schedules.find(({ trigger }) => trigger.subject !== schedules[0]?.trigger.subject);
  if (other !== undefined) {
    const message =
      'This schedule runs over other objects than the one before. Write a rule of its own for them.';
    reading.report.error('schema', placeOf(other.item), message);
  }
}

const overTypes = { conversations: 'conversation', contacts: 'contact', companies: 'company' } as const;

function readTrigger(at: At, reading: Reading): ReadTrigger | undefined {
  const map = asMap(at);
  if (map !== undefined) {
    const schedule = entryOf(map.node, 'at') === undefined ? everyShape : atShape;
    const trigger = readShape<
      { every: string; over: keyof typeof overTypes } | { at: string; over: keyof typeof overTypes }
    >(schedule, at, reading, 'A schedule');
    if (trigger === undefined) {
      return undefined;
    }
    const subject = overTypes[trigger.over];
    return {
      trigger,
      name: 'this schedule',
      topics: [],
      subject,
      reaches: (target) => canReachFrom(subject, target),
    };
  }
  if (at.node.kind !== 'scalar' || at.node.text.trim() === '') {
    const message = 'A trigger is a topic such as conversation.user.created, "source:name" or a schedule.';
    reading.report.error('schema', placeOf(at), message);
    return undefined;
  }
  const { text } = at.node;
  return text.startsWith('source:') ? readSourceTrigger(at, text, reading) : readTopic(at, text, reading);
}

function readSourceTrigger(at: At, text: string, reading: Reading): ReadTrigger | undefined {
  const name = text.slice('source:'.length);
  const source = reading.sources.get(name);
  if (source === undefined) {
    const hint = reading.suggest(name, reading.sources.keys()) || ' Define it under "sources".';
    reading.report.error('unknown_source', placeOf(at), `There is no source "${name}".${hint}`);
    return undefined;
  }
  const types: readonly TargetType[] = ['conversation', 'contact', 'company', 'ticket'];
  const subject = types.find((type) => source.subject[type] !== undefined) ?? null;
  return {
    trigger: text,
    name: `"${text}"`,
    topics: [],
    subject,
    reaches: (target) => subject === null || canReachFrom(subject, target),
  };
}

function readTopic(at: At, text: string, reading: Reading): ReadTrigger | undefined {
  const topics = reading.topics(text);
  if (topics.length === 0) {
    const isGlob = text.includes('*');
    const what = isGlob ? `No topic of Intercom's fits "${text}".` : `Intercom has no topic "${text}".`;
    const hint =
      reading.suggest(text, subjectTypes.keys(), isGlob ? undefined : 'always') ||
      ' docs/rules.md lists the topics.';
    reading.report.error('unknown_topic', placeOf(at), `${what}${hint}`);
    return undefined;
  }
  const types = new Set(topics.flatMap((topic) => subjectTypes.get(topic) ?? []));
  const [only = null] = types;
  return {
    trigger: text,
    name: `"${text}"`,
    topics,
    subject: types.size === 1 ? only : null,
    reaches: (target) => topics.some((topic) => canReach(topic, target)),
  };
}

/** Globs are matched once, however many rules write them. */
export function createTopics(): Reading['topics'] {
  const known = new Map<string, readonly string[]>();
  return (pattern) => {
    const topics = known.get(pattern) ?? topicsMatching(pattern);
    known.set(pattern, topics);
    return topics;
  };
}
