import { excludeEachOther, MAX_WEIGHT } from './exclude-each-other.ts';
import type { Finding } from './finding.ts';
import type { LintedRule } from './linted-rule.ts';
import { type TagChange, tagChanges } from './tag-changes.ts';

/** Pairs beyond these are not tried: a tag that thousands of rules add and remove has been warned of by then. */
const maxTries = 200;
/** Comparisons of one test with another, for the whole file: a second's work, which no ruleset that people write takes. */
const maxSteps = 10_000_000;

/** Two rules of which one adds and the other removes one tag on one object, and which can match together. */
export function findConflicts(rules: readonly LintedRule[]): Finding[] {
  const byTag = new Map<string, Record<TagChange['op'], TagChange[]>>();
  const findings = new Map<string, Finding>();
  let steps = 0;
  const meets = (a: LintedRule, b: LintedRule): boolean => {
    if (a.weight > MAX_WEIGHT || b.weight > MAX_WEIGHT) return false;
    steps += a.weight * b.weight;
    return steps <= maxSteps && canMeet(a, b);
  };
  for (const change of rules.flatMap(tagChanges)) {
    const slot = `${change.type} ${change.key}`;
    const earlier = byTag.get(slot) ?? { add: [], remove: [] };
    byTag.set(slot, earlier);
    const opposed = earlier[change.op === 'add' ? 'remove' : 'add']
      .slice(0, maxTries)
      .find((other) => meets(other.rule, change.rule));
    // A subject of several types would be told of once for each.
    if (opposed !== undefined) findings.set(change.steps.join('.'), conflict(change, opposed));
    earlier[change.op].push(change);
  }
  return [...findings.values()];
}

function conflict({ rule: { rule }, op, tag, steps }: TagChange, other: TagChange): Finding {
  const opponent = other.rule.rule;
  const [mine, theirs] = op === 'add' ? ['adds', 'removes'] : ['removes', 'adds'];
  const equal = rule.priority === opponent.priority;
  const winner = opponent.priority > rule.priority ? opponent.id : rule.id;
  const reason = equal ? 'because it stands later in the file' : 'by its priority';
  return {
    code: 'conflict',
    rule: rule.id,
    steps,
    message: `This ${mine} the tag "${tag}", which "${opponent.id}" ${theirs}. Where both match, "${winner}" wins ${reason}.`,
  };
}

function canMeet(a: LintedRule, b: LintedRule): boolean {
  return a.index !== b.index && haveCommonTopic(a, b) && !stopsOther(a, b) && !excludeEachOther(a, b);
}

function haveCommonTopic(a: LintedRule, b: LintedRule): boolean {
  if (a.topics === b.topics) return true;
  return [...a.topics].some((topic) => b.topics.has(topic));
}

/** Where the stronger matches, the weaker is not considered. */
function stopsOther({ rule: a }: LintedRule, { rule: b }: LintedRule): boolean {
  return (a.stop && a.priority > b.priority) || (b.stop && b.priority > a.priority);
}
