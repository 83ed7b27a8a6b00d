import { foldWhole } from '../evaluate/equality.ts';
import { expandValues } from '../evaluate/values.ts';
import type { Condition, FieldTest, Rule, Ruleset, ScheduleOver, TargetType } from '../model.ts';
import { subjectTypes, topicsMatching } from '../topics.ts';

/** A rule with what the warnings ask of it, worked out once. */
export interface LintedRule {
  rule: Rule;
  /** Place in the file. */
  index: number;
  /** Topics, `source:<name>` and `schedule:<rule>`, that it answers to. */
  topics: ReadonlySet<string>;
  /** What these are about. */
  subjects: ReadonlySet<TargetType>;
  /** The conditions of which every one must hold, named conditions put in their place. */
  conjuncts: readonly Condition[];
  /** How many tests there are among them: to compare two rules takes as many times as many steps. */
  weight: number;
  /** The same as text, for comparing. */
  keys: ReadonlySet<string>;
  /** The values of a test, lists put in their place, as they are compared. */
  valuesOf: (test: FieldTest) => ReadonlySet<string>;
  /** In which dates are meant. */
  zone: string;
}

export function lintedRules(ruleset: Ruleset): LintedRule[] {
  const triggers = new Map<string, Pick<LintedRule, 'topics' | 'subjects'>>();
  const values = new WeakMap<FieldTest, ReadonlySet<string>>();
  const valuesOf = (test: FieldTest): ReadonlySet<string> => {
    const known = values.get(test) ?? foldedValues(test, ruleset.lists);
    values.set(test, known);
    return known;
  };
  return ruleset.rules.map((rule, index) => {
    const scheduled = rule.trigger.some((trigger) => typeof trigger === 'object');
    const key = JSON.stringify(scheduled ? [rule.trigger, index] : rule.trigger);
    const answered = triggers.get(key) ?? answersTo(rule, ruleset);
    triggers.set(key, answered);
    const conjuncts = rule.when === undefined ? [] : conjunctsOf(rule.when, ruleset);
    return {
      rule,
      index,
      ...answered,
      conjuncts,
      weight: conjuncts.reduce((weight, each) => weight + weightOf(each), 0),
      keys: new Set(conjuncts.map((condition) => JSON.stringify(condition))),
      valuesOf,
      zone: ruleset.settings.timezone,
    };
  });
}

function foldedValues(test: FieldTest, lists: Ruleset['lists']): ReadonlySet<string> {
  return new Set(expandValues(test.values, lists).map(({ text }) => foldWhole(text, {})));
}

/** What must all hold: an `all` taken apart, names replaced. */
function conjunctsOf(condition: Condition, ruleset: Pick<Ruleset, 'conditions'>): Condition[] {
  if ('all' in condition) return condition.all.flatMap((each) => conjunctsOf(each, ruleset));
  const named = 'use' in condition ? ruleset.conditions[condition.use] : undefined;
  return named === undefined ? [condition] : conjunctsOf(named, ruleset);
}

function weightOf(condition: Condition): number {
  if (!('any' in condition)) return 1;
  return condition.any.reduce((weight, each) => weight + ('all' in each ? each.all.length : 1), 0);
}

function answersTo(rule: Rule, ruleset: Ruleset): Pick<LintedRule, 'topics' | 'subjects'> {
  const topics = new Set<string>();
  const subjects = new Set<TargetType>();
  const add = (topic: string, subject: TargetType | null | undefined) => {
    topics.add(topic);
    if (subject) subjects.add(subject);
  };
  for (const trigger of rule.trigger) {
    if (typeof trigger === 'object') add(`schedule:${rule.id}`, typesOver[trigger.over]);
    else if (trigger.startsWith('source:')) add(trigger, sourceType(trigger, ruleset));
    else for (const topic of topicsMatching(trigger)) add(topic, subjectTypes.get(topic));
  }
  return { topics, subjects };
}

const typesOver: Record<ScheduleOver, TargetType> = {
  conversations: 'conversation',
  contacts: 'contact',
  companies: 'company',
};

const targetTypes: readonly TargetType[] = ['conversation', 'contact', 'company', 'ticket'];

function sourceType(trigger: string, { sources }: Ruleset): TargetType | undefined {
  const source = sources[trigger.slice('source:'.length)];
  return targetTypes.find((type) => source?.subject[type] !== undefined);
}
