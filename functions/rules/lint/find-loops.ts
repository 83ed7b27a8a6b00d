import { foldWhole } from '../evaluate/equality.ts';
import type { Finding } from './finding.ts';
import type { LintedRule } from './linted-rule.ts';
import { type TagChange, tagChanges } from './tag-changes.ts';

/**
 * An addition whose own notification triggers a rule that takes it back (that of a removal is about nothing that can be tagged). Our own changes are known by their echo and
 * trigger nothing, but a person's or another tool's same change would be taken back as well.
 */
export function findLoops(rules: readonly LintedRule[]): Finding[] {
  const undoing = rules
    .filter(({ topics }) => [...topics].some(isTagTopic))
    .flatMap(tagChanges)
    .filter((change) => !isAddition(change));
  const byTag = Map.groupBy(undoing, slotOf);
  const findings = new Map<string, Finding>();
  for (const change of undoing.length === 0 ? [] : rules.flatMap(tagChanges).filter(isAddition)) {
    const undone = byTag
      .get(slotOf(change))
      ?.slice(0, maxTries)
      .find((other) => isToldOf(change, other));
    if (undone !== undefined) findings.set(change.steps.join('.'), loop(change, undone));
  }
  return [...findings.values()];
}

/** Of one tag's removals; few rulesets have many. */
const maxTries = 500;

function isAddition({ op }: TagChange): boolean {
  return op === 'add';
}

function loop({ rule, tag, steps }: TagChange, undone: TagChange): Finding {
  return {
    code: 'loop',
    rule: rule.rule.id,
    steps,
    message: `Adding the tag "${tag}" triggers "${undone.rule.rule.id}", which undoes it.`,
  };
}

function slotOf({ type, key }: TagChange): string {
  return `${type} ${key}`;
}

function isTagTopic(topic: string): boolean {
  return topic.includes('.tag.');
}

/** Whether the notification of a change reaches the rule of another, by topic and by what it asks of the tag. */
function isToldOf(change: TagChange, { rule }: TagChange): boolean {
  const prefix = change.type === 'conversation' ? 'conversation_part.' : `${change.type}.`;
  const told = [...rule.topics].some((topic) => topic.startsWith(prefix) && topic.endsWith('.tag.created'));
  return told && rule.conjuncts.every((each) => !isAboutAnotherTag(each, change, rule));
}

function isAboutAnotherTag(
  condition: LintedRule['conjuncts'][number],
  change: TagChange,
  rule: LintedRule,
): boolean {
  if (!('field' in condition) || condition.field !== 'tag.name' || condition.operator !== 'equals')
    return false;
  return !rule.valuesOf(condition).has(foldWhole(change.tag, {}));
}
