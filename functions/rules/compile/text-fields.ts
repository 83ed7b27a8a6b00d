/** Which fields the rules on a topic test as texts: those whose length is worth a word in the decision. */

import type { CompiledCondition } from '../evaluate/condition.ts';
import type { Operator } from '../model.ts';
import type { CompiledRule, CompiledRuleset } from './compiled.ts';
import type { TopicPlans } from './triggers.ts';

export function textFieldsBy(
  topics: TopicPlans,
  rules: readonly CompiledRule[],
): CompiledRuleset['textFields'] {
  const byPlan = new WeakMap<Uint8Array, readonly string[]>();
  return (topic) => {
    const concerned = topics.concerns(topic);
    const known = byPlan.get(concerned);
    if (known !== undefined) {
      return known;
    }
    const fields = new Set<string>();
    for (const [position, { condition }] of rules.entries()) {
      if (concerned[position] === 1 && condition !== undefined) {
        addTextFields(condition, fields);
      }
    }
    const sorted = [...fields].sort();
    byPlan.set(concerned, sorted);
    return sorted;
  };
}

const textOperators: ReadonlySet<Operator> = new Set([
  'words',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
  'equals',
]);

function addTextFields(condition: CompiledCondition, fields: Set<string>): void {
  if (condition.kind !== 'test') {
    for (const each of condition.conditions) {
      addTextFields(each, fields);
    }
  } else if (textOperators.has(condition.operator)) {
    fields.add(condition.field);
  }
}
