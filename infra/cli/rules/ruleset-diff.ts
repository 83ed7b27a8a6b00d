import { isDeepStrictEqual } from 'node:util';
import type { Rule, Ruleset } from '../../../functions/rules/model.ts';

/** What is different between two rulesets; `before` is null where nothing was published yet. */
export interface RulesetDiff {
  added: Rule[];
  removed: Rule[];
  changed: ChangedRule[];
  /** How many rules are the same in both. */
  unchanged: number;
  /** Rules that are in both stand in another order, by which conflicts are settled. */
  isReordered: boolean;
  /** What besides the rules: `settings`, `lists.refund_words`. */
  others: string[];
}

interface ChangedRule {
  before: Rule;
  after: Rule;
  /** The rule's keys that are different. */
  keys: string[];
}

export function diffRulesets(before: Ruleset | null, after: Ruleset): RulesetDiff {
  const old = new Map((before?.rules ?? []).map((rule) => [rule.id, rule]));
  const ids = new Set(after.rules.map(({ id }) => id));
  const changed = after.rules.flatMap((rule) => changeOf(old.get(rule.id), rule));
  const kept = after.rules.filter(({ id }) => old.has(id)).map(({ id }) => id);
  return {
    added: after.rules.filter(({ id }) => !old.has(id)),
    removed: [...old.values()].filter(({ id }) => !ids.has(id)),
    changed,
    unchanged: kept.length - changed.length,
    isReordered: !isDeepStrictEqual(
      kept,
      [...old.keys()].filter((id) => ids.has(id)),
    ),
    others: before === null ? [] : otherChanges(before, after),
  };
}

/** Whether publishing would change anything. */
export function isSame({ added, removed, changed, isReordered, others }: RulesetDiff): boolean {
  return !isReordered && [added, removed, changed, others].every(({ length }) => length === 0);
}

function changeOf(before: Rule | undefined, after: Rule): ChangedRule[] {
  if (before === undefined) return [];
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const keys = [...new Set([...old.keys(), ...now.keys()])].filter(
    (key) => !isDeepStrictEqual(old.get(key), now.get(key)),
  );
  return keys.length === 0 ? [] : [{ before, after, keys }];
}

function otherChanges(before: Ruleset, after: Ruleset): string[] {
  const named = (['lists', 'conditions', 'sources'] as const).flatMap((section) => {
    const [old, now] = [new Map(Object.entries(before[section])), new Map(Object.entries(after[section]))];
    return [...new Set([...old.keys(), ...now.keys()])]
      .filter((name) => !isDeepStrictEqual(old.get(name), now.get(name)))
      .map((name) => `${section}.${name}`);
  });
  return [...(isDeepStrictEqual(before.settings, after.settings) ? [] : ['settings']), ...named];
}
