import { foldTagName } from '../../fold-tag-name.ts';
import { expandValues } from '../../rules/evaluate/values.ts';
import type { Condition, Rule, Ruleset, TagSpec } from '../../rules/model.ts';
import { type CataloguedTag, tagsByName } from '../../store/tag-catalogue.ts';

/** A rule that names a tag which is no longer there by that name. */
export interface StaleTag {
  rule: string;
  /** As the rule has it: a name, or `#` and an id. */
  tag: string;
  /** Where the rule names it. */
  place: 'then' | 'when';
  problem: 'renamed' | 'deleted';
  /** The tag's name now. */
  now?: string;
  id: string;
  /** What it means, and how to mend it. */
  advice: string;
}

/** Rules that are off name what they like. */
export function findStaleTags(ruleset: Ruleset, tags: readonly CataloguedTag[]): StaleTag[] {
  const byName = tagsByName(tags);
  const byId = new Map(tags.map((tag) => [tag.id, tag]));
  const stale = (rule: Rule, place: StaleTag['place'], spec: TagSpec): StaleTag[] => {
    if ('template' in spec) return [];
    const tag = 'id' in spec ? byId.get(spec.id) : byName.get(foldTagName(spec.name));
    if (tag === undefined) return [];
    const named = 'id' in spec ? `#${spec.id}` : spec.name;
    const found = { rule: rule.id, tag: named, place, id: tag.id };
    if (tag.deleted) return [{ ...found, problem: 'deleted', advice: adviceOf(found, 'deleted') }];
    if ('id' in spec || foldTagName(tag.name) === foldTagName(spec.name)) return [];
    return [{ ...found, problem: 'renamed', now: tag.name, advice: adviceOf(found, 'renamed', tag.name) }];
  };
  return ruleset.rules
    .filter(({ mode }) => mode !== 'off')
    .flatMap((rule) => [
      ...distinct(rule.then.flatMap(({ add, remove }) => [...add, ...remove])).flatMap((spec) =>
        stale(rule, 'then', spec),
      ),
      ...tagsTested(rule.when, ruleset).flatMap((name) => stale(rule, 'when', { name })),
    ]);
}

function adviceOf(
  { tag, place }: Pick<StaleTag, 'tag' | 'place'>,
  problem: StaleTag['problem'],
  now = '',
): string {
  if (problem === 'deleted') {
    return place === 'then'
      ? `The tag "${tag}" was deleted in Intercom. The rule no longer sets it: take it out of the rule, or make the tag again in Intercom.`
      : `The tag "${tag}" was deleted in Intercom, so nothing carries it: take the condition out of the rule, or make the tag again in Intercom.`;
  }
  return place === 'then'
    ? `The tag "${tag}" is called "${now}" now. The rule goes on with that tag: write its new name into the rule.`
    : `The tag "${tag}" is called "${now}" now. The condition looks for the old name and finds nothing: write the new one into the rule.`;
}

function distinct(specs: readonly TagSpec[]): TagSpec[] {
  return [...new Map(specs.map((spec) => [JSON.stringify(spec), spec])).values()];
}

/** Names of tags that a rule's conditions look for, on whatever object. */
function tagsTested(condition: Condition | undefined, ruleset: Ruleset, within: string[] = []): string[] {
  if (condition === undefined) return [];
  const all = (conditions: readonly Condition[]) =>
    conditions.flatMap((each) => tagsTested(each, ruleset, within));
  if ('all' in condition) return all(condition.all);
  if ('any' in condition) return all(condition.any);
  if ('none' in condition) return all(condition.none);
  if ('use' in condition) {
    if (within.includes(condition.use)) return [];
    return tagsTested(ruleset.conditions[condition.use], ruleset, [...within, condition.use]);
  }
  if (!/(^|\.)tags(_added)?$/.test(condition.field)) return [];
  if (condition.operator !== 'includes' && condition.operator !== 'includes_all') return [];
  const names = expandValues(condition.values, ruleset.lists).map(({ text }) => text);
  return [...new Set(names)];
}
