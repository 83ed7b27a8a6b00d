/** Compiles a ruleset for deciding. Pure and quick: 10,000 rules take a fraction of a second. */

import { compileTest } from '../evaluate/compile-test.ts';
import type { CompiledCondition } from '../evaluate/condition.ts';
import { startListCache } from '../evaluate/list-cache.ts';
import type {
  Condition,
  FieldTest,
  Mode,
  OutcomePart,
  OutcomeTarget,
  Rule,
  Ruleset,
  Source,
  TagSpec,
  TargetType,
} from '../model.ts';
import type { ExclusiveGroups } from '../outcome/merge.ts';
import { nameKey } from '../outcome/tag-identity.ts';
import { parseTemplate } from '../outcome/template.ts';
import { canReach, canReachFrom } from '../topics.ts';
import type {
  CompiledOutcome,
  CompiledRule,
  CompiledRuleset,
  CompiledSource,
  CompiledTag,
} from './compiled.ts';
import { marksFor } from './marks.ts';
import { indexRules } from './rule-index.ts';
import { textFieldsBy } from './text-fields.ts';
import { planTopics, triggerOf } from './triggers.ts';

/**
 * Takes a ruleset that `check` has found good; throws a RangeError where a named condition does not exist or names
 * itself. Tests that several rules write in the same way are compiled once and tried once for each notification.
 */
export function compileRuleset(ruleset: Ruleset): CompiledRuleset {
  const compileCondition = conditionCompiler(ruleset);
  const active = ruleset.rules
    .map((rule, place) => ({ rule, place }))
    .filter(({ rule }) => rule.mode !== 'off')
    .sort((a, b) => b.rule.priority - a.rule.priority || a.place - b.place);
  const rules = active.map(({ rule, place }, position) =>
    compileRule(rule, { place, position }, compileCondition),
  );
  const topics = planTopics(active.map(({ rule }) => triggerOf(rule)));
  return {
    zone: ruleset.settings.timezone,
    rules,
    index: indexRules(rules),
    considered: marksFor(rules.length),
    topics,
    textFields: textFieldsBy(topics, rules),
    sources: new Map(
      Object.entries(ruleset.sources).flatMap(([name, source]) => compileSource(name, source)),
    ),
    exclusive: exclusiveGroups(ruleset.settings.exclusive),
  };
}

type CompileCondition = (condition: Condition) => CompiledCondition;

/** Tests written alike and conditions by name are compiled once for all rules. */
export function conditionCompiler({ lists, conditions }: Ruleset): CompileCondition {
  const tests = new Map<string, CompiledCondition>();
  const cache = startListCache(lists);
  const named = new Map<string, CompiledCondition | 'compiling'>();
  const group = (kind: 'all' | 'any' | 'none', each: Condition[]): CompiledCondition => ({
    kind,
    conditions: each.map(compile),
  });
  const shared = (test: FieldTest): CompiledCondition => {
    const key = keyOf(test);
    const known = tests.get(key) ?? compileTest(test, cache);
    tests.set(key, known);
    return known;
  };
  const byName = (name: string): CompiledCondition => {
    const known = named.get(name);
    const condition = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
    if (condition === undefined || known === 'compiling') {
      throw new RangeError('A named condition does not exist or names itself');
    }
    named.set(name, known ?? 'compiling');
    const compiled = known ?? compile(condition);
    named.set(name, compiled);
    return compiled;
  };
  const compile = (condition: Condition): CompiledCondition => {
    if ('all' in condition) {
      return group('all', condition.all);
    }
    if ('any' in condition) {
      return group('any', condition.any);
    }
    if ('none' in condition) {
      return group('none', condition.none);
    }
    return 'use' in condition ? byName(condition.use) : shared(condition);
  };
  return compile;
}

/** The same for tests written alike; by hand for most, since it is asked for each test of each rule. */
function keyOf(test: FieldTest): string {
  const { field, operator, values, except, case: letterCase, accents, within } = test;
  if (except !== undefined || within !== undefined) {
    return JSON.stringify(test);
  }
  let key = `${operator} ${letterCase} ${accents} ${field}`;
  for (const value of values) {
    key += `\0${typeof value === 'string' ? '=' : typeof value}${value}`;
  }
  return key;
}

export function compileRule(
  rule: Rule,
  { place, position }: Pick<CompiledRule, 'place' | 'position'>,
  compileCondition: CompileCondition,
): CompiledRule {
  return {
    id: rule.id,
    mode: liveOrShadow(rule.mode),
    priority: rule.priority,
    stop: rule.stop,
    once: rule.once,
    place,
    position,
    condition: rule.when && compileCondition(rule.when),
    outcomes: rule.then.map(compileOutcome),
  };
}

function liveOrShadow(mode: Mode): CompiledRule['mode'] {
  return mode === 'shadow' ? 'shadow' : 'live';
}

function compileOutcome({ target, add, remove }: OutcomePart): CompiledOutcome {
  return {
    target,
    reaches: ({ notification: { topic }, type }) => target === 'subject' || reaches(topic, type, target),
    changes: [
      ...add.map((tag) => ({ op: 'add' as const, tag: compileTag(tag) })),
      ...remove.map((tag) => ({ op: 'remove' as const, tag: compileTag(tag) })),
    ],
  };
}

function reaches(topic: string, type: TargetType | null, target: OutcomeTarget): boolean {
  const isIntercoms = !topic.startsWith('source:') && !topic.startsWith('schedule:');
  return isIntercoms ? canReach(topic, target) : canReachFrom(type, target);
}

function compileTag(tag: TagSpec): CompiledTag {
  if ('template' in tag) {
    return { pieces: parseTemplate(tag.template), written: tag.template };
  }
  return 'name' in tag ? { tag: tag.name, key: nameKey(tag.name) } : { tag: { id: tag.id } };
}

export function compileSources(sources: Ruleset['sources']): ReadonlyMap<string, CompiledSource> {
  return new Map(Object.entries(sources).flatMap(([name, source]) => compileSource(name, source)));
}

function compileSource(name: string, source: Source): [string, CompiledSource][] {
  const types: TargetType[] = ['contact', 'company', 'conversation', 'ticket'];
  const keys = ['id', 'external_id', 'email', 'company_id'] as const;
  for (const type of types) {
    for (const by of keys) {
      const template = source.subject[type]?.[by];
      if (template !== undefined) {
        return [[name, { type, by, pieces: parseTemplate(template) }]];
      }
    }
  }
  return [];
}

export function exclusiveGroups(groups: readonly (readonly string[])[]): ExclusiveGroups {
  const byName = new Map<string, string[]>();
  for (const group of groups) {
    for (const name of group) {
      byName.set(nameKey(name), [...(byName.get(nameKey(name)) ?? []), ...group]);
    }
  }
  return byName;
}
