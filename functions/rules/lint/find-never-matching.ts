import type { Condition, FieldTest } from '../model.ts';
import { contradict, isHopeless, MAX_WEIGHT } from './exclude-each-other.ts';
import { factsCanHold } from './facts-can-hold.ts';
import type { Finding } from './finding.ts';
import type { LintedRule } from './linted-rule.ts';

/** Rules whose condition contradicts itself, or asks for what no notification of their triggers has. */
export function findNeverMatching(rules: readonly LintedRule[]): Finding[] {
  return rules.flatMap((rule) => {
    const reason = impossibility(rule);
    if (reason === undefined) return [];
    return [
      {
        code: 'never_matches',
        rule: rule.rule.id,
        steps: ['rules', rule.index, 'when'],
        message: `This rule never matches: ${reason}.`,
      } satisfies Finding,
    ];
  });
}

function impossibility(rule: LintedRule): string | undefined {
  const { conjuncts, weight } = rule;
  const unheld = conjuncts.map((each) => unheldField(each, rule)).find((field) => field !== undefined);
  if (unheld !== undefined) return `what triggers it never has "${unheld}"`;
  if (weight > MAX_WEIGHT) return undefined;
  for (const [at, a] of conjuncts.entries()) {
    const b = conjuncts.slice(at + 1).find((other) => contradict(a, other, rule));
    if (b !== undefined) return `${inWords(a)} and ${inWords(b)} cannot both hold`;
    if (isHopeless(a, rule)) return 'of its "any" nothing can hold';
  }
  return undefined;
}

/** A field that the condition cannot do without and that no topic of the rule has. */
function unheldField(condition: Condition, rule: LintedRule): string | undefined {
  if ('field' in condition) return isUnheld(condition, rule) ? condition.field : undefined;
  if ('all' in condition) {
    return condition.all.map((each) => unheldField(each, rule)).find((field) => field !== undefined);
  }
  if (!('any' in condition)) return undefined;
  const fields = condition.any.map((each) => unheldField(each, rule));
  return fields.every((field) => field !== undefined) ? fields[0] : undefined;
}

function isUnheld({ field, operator, values }: FieldTest, { topics, subjects }: LintedRule): boolean {
  if (operator === 'exists' && values[0] === false) return false;
  return !factsCanHold(field, topics, subjects);
}

function inWords(condition: Condition): string {
  if ('any' in condition) return 'its "any"';
  if (!('field' in condition)) return 'none of its exceptions';
  return `the test of "${condition.field}" by ${condition.operator}`;
}
