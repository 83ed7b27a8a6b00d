import { createHash } from 'node:crypto';
import { activateRuleset } from '../../apply/active-ruleset.ts';
import type { ActiveRuleset } from '../../apply/ruleset-source.ts';
import { compileRuleset } from '../../rules/compile/compile-ruleset.ts';
import type { CompiledRuleset } from '../../rules/compile/compiled.ts';
import type { Condition, Rule, Ruleset, ScheduleOver, TargetType } from '../../rules/model.ts';
import { nameKey } from '../../rules/outcome/tag-identity.ts';
import { parseTemplate } from '../../rules/outcome/template.ts';
import { matchesGlob } from '../../rules/topics.ts';
import type { KnownTag } from './push-test.ts';
import { type Counts, noCounts, schedulesOf } from './schedule-state.ts';
import { tagsCalled } from './tags-called.ts';

/** A rule at its work for one tick. */
export interface RuleRun {
  rule: Rule;
  over: ScheduleOver;
  type: TargetType;
  /** Unix seconds. */
  tick: number;
  /** The tick and what the rule then said: the id of what is decided for it. */
  key: string;
  /** The rule alone, for deciding. */
  active: ActiveRuleset;
  compiled: CompiledRuleset;
  /** Fields of `message.*` that decide, which a search's answer does not carry. */
  messageFields: string[];
  /** Tags of the workspace that the rule adds to its own objects, by id: those that `keep` looks after. */
  kept: ReadonlyMap<string, string>;
  counts: Counts;
  /** The hour's limit is used up: the rest is left to the next tick. */
  limited: boolean;
}

const types = { conversations: 'conversation', contacts: 'contact', companies: 'company' } as const;

export function startRuleRun(
  rule: Rule,
  { tick, counts }: { tick: number; counts: Counts | null },
  { ruleset, version }: Pick<ActiveRuleset, 'ruleset' | 'version'>,
  tags: readonly KnownTag[],
): RuleRun {
  const alone: Ruleset = { ...ruleset, rules: [rule] };
  const over = schedulesOf(rule)[0]?.over ?? 'conversations';
  return {
    rule,
    over,
    type: types[over],
    tick,
    key: tickKey(rule, ruleset, tick),
    active: activateRuleset(alone, version),
    compiled: compileRuleset(alone),
    messageFields: messageFieldsOf(rule, ruleset),
    kept: rule.keep && rule.mode === 'live' ? addedTags(rule, types[over], tags) : new Map(),
    counts: { ...(counts ?? noCounts) },
    limited: false,
  };
}

/** A rule that is changed while its tick is run begins that tick anew, and what it decided before does not count. */
function tickKey(rule: Rule, { settings, lists, conditions }: Ruleset, tick: number): string {
  const { description: _, tests: __, ...said } = rule;
  const text = JSON.stringify([said, settings, lists, conditions]);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${new Date(tick * 1000).toISOString()}#${hash}`;
}

function messageFieldsOf(rule: Rule, ruleset: Ruleset): string[] {
  const fields = new Set<string>();
  const visit = (condition: Condition): void => {
    if ('field' in condition) fields.add(condition.field);
    else if ('use' in condition) {
      const named = ruleset.conditions[condition.use];
      if (named !== undefined) visit(named);
    } else for (const each of Object.values(condition).flat()) visit(each);
  };
  if (rule.when !== undefined) visit(rule.when);
  for (const spec of rule.then.flatMap(({ add, remove }) => [...add, ...remove])) {
    if (!('template' in spec)) continue;
    for (const piece of parseTemplate(spec.template)) if ('field' in piece) fields.add(piece.field);
  }
  return [...fields].filter((field) => field.startsWith('message.'));
}

/** Of a template every tag whose name it could have rendered. */
function addedTags(rule: Rule, type: TargetType, tags: readonly KnownTag[]): Map<string, string> {
  const specs = rule.then
    .filter(({ target }) => target === 'subject' || target === type)
    .flatMap(({ add }) => add);
  const added = specs.flatMap((spec) =>
    'template' in spec ? tags.filter(({ name }) => couldRender(spec.template, name)) : tagsCalled(spec, tags),
  );
  return new Map(added.map(({ id, name }) => [id, name]));
}

/** A few names too many do no harm: whose a tag is, the ledger says. */
function couldRender(template: string, name: string): boolean {
  const pattern = parseTemplate(template).map((piece) =>
    'text' in piece ? folded(piece.text.replace(/\s+/gu, ' ')) : '*',
  );
  return matchesGlob(pattern.join(''), folded(name));
}

function folded(text: string): string {
  return nameKey(text).slice(1);
}
