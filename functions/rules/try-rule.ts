/** What one rule alone would do with an example: for its tests, whatever its mode, priority, `stop` or `once`. */

import { compileRule, compileSources, conditionCompiler } from './compile/compile-ruleset.ts';
import type { CompiledRule } from './compile/compiled.ts';
import { fits, triggerOf } from './compile/triggers.ts';
import { evaluate } from './evaluate/condition.ts';
import { type Evaluation, startEvaluation } from './evaluate/match.ts';
import { exampleFacts } from './facts/example-facts.ts';
import { extractFacts, type Facts } from './facts/extract-facts.ts';
import { opensConversation } from './facts/message.ts';
import type {
  Notification,
  OutcomeTarget,
  Rule,
  Ruleset,
  SkippedChange,
  TagRef,
  TargetType,
} from './model.ts';
import { renderTag } from './outcome/operations.ts';
import { subjectOf } from './subject.ts';
import { momentOfFact, parseDate } from './time/moment.ts';
import { subjectTypes, topicsMatching } from './topics.ts';

export interface Trial {
  /** The example's topic, where the rule's trigger does not answer to it. */
  unheard?: string;
  /** What the example is about. */
  type: TargetType | null;
  matched: boolean;
  /** Templates rendered, one entry for each target in file order; empty where the rule does not match. */
  outcome: { target: OutcomeTarget; add: TagRef[]; remove: TagRef[] }[];
  skipped: SkippedChange[];
}

/** A text, facts by dotted name (with `topic` and `now` if need be), or a stored notification. */
export type Example = string | { facts: Readonly<Record<string, unknown>> } | { notification: Notification };

/** 2026-01-07T12:00:00Z, a Wednesday. */
export const EXAMPLE_NOW = 1_767_787_200;

/** Compiles what rules share once; the rule itself when it is tried, `off` ones too. */
export function ruleTrials(ruleset: Ruleset): (rule: Rule, example: Example) => Trial {
  const compileCondition = conditionCompiler(ruleset);
  const sources = compileSources(ruleset.sources);
  const zone = ruleset.settings.timezone;
  const typeOf = (rule: Rule, topic: string): TargetType | null =>
    triggerOf(rule).over?.type ??
    sources.get(topic.slice('source:'.length))?.type ??
    subjectTypes.get(topic) ??
    null;
  const topicOf = firstTopics();
  return (rule, example) => {
    const facts = factsOf(example, { first: topicOf(rule), typeOf: (topic) => typeOf(rule, topic), zone });
    const { topic } = facts.notification;
    // A glob fits topics too that are about nothing that can be tagged, and made-up ones.
    if (facts.type === null || !triggerOf(rule).patterns.some((pattern) => fits(pattern, topic))) {
      return { unheard: topic, type: facts.type, matched: false, outcome: [], skipped: [] };
    }
    return trialOf(
      compileRule(rule, { place: 0, position: 0 }, compileCondition),
      startEvaluation(facts, zone),
    );
  };
}

function trialOf(rule: CompiledRule, evaluation: Evaluation): Trial {
  const trial: Trial = { type: evaluation.facts.type, matched: false, outcome: [], skipped: [] };
  if (rule.condition !== undefined && evaluate(rule.condition, evaluation) !== 'true') {
    return trial;
  }
  trial.matched = true;
  for (const { target, changes } of rule.outcomes) {
    const part: Trial['outcome'][number] = { target, add: [], remove: [] };
    for (const { op, tag } of changes) {
      const rendered = renderTag(rule, tag, evaluation);
      if (rendered.skipped !== undefined) {
        trial.skipped.push({ rule: rule.id, target, op, ...rendered.skipped });
      }
      if (rendered.tag !== undefined) {
        part[op].push(rendered.tag);
      }
    }
    trial.outcome.push(part);
  }
  return trial;
}

interface Setting {
  /** The topic of an example that names none. */
  first: string;
  typeOf: (topic: string) => TargetType | null;
  zone: string;
}

function factsOf(example: Example, { first, typeOf, zone }: Setting): Facts {
  if (typeof example === 'object' && 'notification' in example) {
    const { notification } = example;
    const subject = subjectOf(notification);
    const facts = extractFacts({ notification }, typeOf(notification.topic), subject);
    // What a test does not give is missing, and nothing is fetched for it.
    return { ...facts, closed: true, now: facts.now ?? EXAMPLE_NOW };
  }
  const given = typeof example === 'string' ? { 'message.text': example } : example.facts;
  const topic = typeof given['topic'] === 'string' ? given['topic'] : first;
  const now = nowOf(given['now'], zone);
  const message = typeOf(topic) === 'conversation' && !/^(source|schedule):/.test(topic);
  return exampleFacts(
    topic,
    typeOf(topic),
    {
      ...(message && messageInOpenConversation),
      ...(message && !opensConversation.has(topic) && { 'message.part_type': 'comment' }),
      ...given,
      now,
    },
    zone,
  );
}

/** A relative one counts from the example's usual now. */
function nowOf(given: unknown, zone: string): number {
  const relative = typeof given === 'string' ? parseDate(given, EXAMPLE_NOW, zone)?.start : undefined;
  return momentOfFact(given, zone) ?? relative ?? EXAMPLE_NOW;
}

const messageInOpenConversation = {
  'message.author.type': 'user',
  'message.has_attachments': false,
  'conversation.state': 'open',
  'conversation.open': true,
};

/** The first topic that a rule's trigger matches; a glob, which many rules may share, is looked up once. */
function firstTopics(): (rule: Rule) => string {
  const known = new Map<string, string>();
  return (rule) => {
    const [first = ''] = triggerOf(rule).patterns;
    const topic = known.get(first) ?? topicsMatching(first)[0] ?? first;
    known.set(first, topic);
    return topic;
  };
}
