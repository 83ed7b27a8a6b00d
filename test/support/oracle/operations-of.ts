import type {
  DecisionInput,
  OutcomeTarget,
  Rule,
  Ruleset,
  TagSpec,
  Target,
} from '../../../functions/rules/model.ts';
import { heldObjects, subjectType } from './held-objects.ts';
import { lookUp } from './look-up.ts';
import { renderTemplate } from './render-template.ts';
import type { Held } from './test-fact.ts';

export interface Operation {
  rule: Rule;
  target: Target;
  op: 'add' | 'remove';
  tag: { name: string } | { id: string };
  /** Of a removal that follows from adding another tag of an exclusive group: that addition. They fall together. */
  impliedBy: Operation | null;
}

/** What one matched rule does, before conflicts and no-ops, and the facts that it still needs for that. */
export function operationsOf(ruleset: Ruleset, rule: Rule, held: Held[], input: DecisionInput) {
  const operations: Operation[] = [];
  const needs: string[] = [];
  for (const part of rule.then) {
    const targets = targetsOf(part.target, input);
    if (typeof targets === 'string') needs.push(targets);
    if (targets.length === 0) continue;
    const changes = [
      ...part.add.map((tag) => ({ op: 'add' as const, tag })),
      ...part.remove.map((tag) => ({ op: 'remove' as const, tag })),
    ];
    for (const { op, tag: spec } of changes) {
      const tag = tagOf(spec, held, input, ruleset, needs);
      if (tag === null) continue;
      for (const target of typeof targets === 'string' ? [] : targets) {
        const operation: Operation = { rule, target, op, tag, impliedBy: null };
        operations.push(operation);
        if (op === 'add') operations.push(...impliedRemovals(ruleset, operation));
      }
    }
  }
  return { operations, needs };
}

/** The objects; or the field that must be known to name them. */
function targetsOf(target: OutcomeTarget, input: DecisionInput): Target[] | string {
  const objects = heldObjects(input);
  const of = (type: Target['type'], ids: string[]) => [...new Set(ids)].map((id) => ({ type, id }));
  if (target === 'contacts') return of('contact', objects.contacts);
  if (target === 'companies')
    return objects.companies === null ? 'company.id' : of('company', objects.companies);
  const type = target === 'subject' ? subjectType(input.notification.topic) : target;
  if (type === null) return [];
  const id = lookUp(input, `${type}.id`);
  if (id === 'unknown') return `${type}.id`;
  return id === 'missing' ? [] : of(type, [String(id.value)]);
}

function tagOf(
  spec: TagSpec,
  held: Held[],
  input: DecisionInput,
  ruleset: Ruleset,
  needs: string[],
): Operation['tag'] | null {
  if (!('template' in spec)) return spec;
  const rendered = renderTemplate(spec.template, held, input, ruleset.settings.timezone);
  if (rendered !== null && 'needs' in rendered) {
    needs.push(...rendered.needs);
    return null;
  }
  return rendered;
}

function impliedRemovals(ruleset: Ruleset, addition: Operation): Operation[] {
  const { rule, target, tag } = addition;
  if (!('name' in tag)) return [];
  return ruleset.settings.exclusive
    .filter((group) => group.some((name) => sameName(name, tag.name)))
    .flatMap((group) => group.filter((name) => !sameName(name, tag.name)))
    .map((name) => ({ rule, target, op: 'remove' as const, tag: { name }, impliedBy: addition }));
}

export const sameName = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
