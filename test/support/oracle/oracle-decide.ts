import type { Decision, DecisionInput, MatchedRule, Rule, Ruleset } from '../../../functions/rules/model.ts';
import { evaluate } from './evaluate.ts';
import { subjectType } from './held-objects.ts';
import { mergeOperations } from './merge-operations.ts';
import { type Operation, operationsOf } from './operations-of.ts';

/**
 * The decision as the rule language's page words it, evaluating every rule in turn: an independent
 * judge of the compiled engine. Left out: HTML, `message.language`, `missed`, sources and schedules.
 */
export function oracleDecide(ruleset: Ruleset, input: DecisionInput): Decision {
  const { notification } = input;
  const type = subjectType(notification.topic);
  const header = { id: notification.id, topic: notification.topic };
  const item = notification.data?.item;
  if (type === null || item === undefined) {
    return { notification: header, subject: null, matched: [], conflicts: [], changes: [], needs: [] };
  }
  const matched: MatchedRule[] = [];
  const operations: Operation[] = [];
  const needs = new Set<string>();
  let floor = Number.NEGATIVE_INFINITY;
  for (const rule of considered(ruleset, input)) {
    if (rule.priority < floor) break;
    const { truth, held, needs: unknown } = verdict(ruleset, rule, input);
    if (truth === 'unknown') for (const field of unknown) needs.add(field);
    if (truth !== false && rule.stop && rule.mode === 'live') floor = rule.priority;
    if (truth !== true) continue;
    const own = operationsOf(ruleset, rule, held, input);
    for (const field of own.needs) needs.add(field);
    const because = held.map(({ groups: _groups, ...reason }) => reason);
    if (rule.mode === 'shadow') {
      const would = mergeOperations(ruleset, own.operations, input).changes;
      matched.push({ rule: rule.id, mode: 'shadow', because, would });
    } else {
      matched.push({ rule: rule.id, mode: 'live', because });
      operations.push(...own.operations);
    }
  }
  return {
    notification: header,
    subject: { type, id: String(item['id']) },
    matched,
    ...mergeOperations(ruleset, operations, input),
    needs: [...needs].sort(),
  };
}

/** Rules that the topic triggers, strongest first, else in file order. */
function considered(ruleset: Ruleset, { notification, facts }: DecisionInput): Rule[] {
  const before = facts?.ledger?.matched ?? [];
  return ruleset.rules
    .filter((rule) => rule.mode !== 'off' && rule.trigger.some((one) => fits(one, notification.topic)))
    .filter((rule) => !(rule.once && before.includes(rule.id)))
    .toSorted((a, b) => b.priority - a.priority);
}

function fits(trigger: Rule['trigger'][number], topic: string): boolean {
  if (typeof trigger !== 'string') return false;
  const parts = trigger.split('*').map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${parts.join('.*')}$`).test(topic);
}

const verdict = (ruleset: Ruleset, rule: Rule, input: DecisionInput): ReturnType<typeof evaluate> =>
  rule.when === undefined ? { truth: true, held: [], needs: [] } : evaluate(ruleset, rule.when, input);
