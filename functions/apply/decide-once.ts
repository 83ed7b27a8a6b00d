import type { MatchedRule } from '../rules/model.ts';
import { subjectOf } from '../rules/subject.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { decideWithFacts, type FactualDecision } from './decide-with-facts.ts';
import type { ReadNotification } from './read-notification.ts';
import type { ActiveRuleset } from './ruleset-source.ts';

/**
 * The decision, in which a rule with `once` matches a subject a first time only. The ledger is asked only
 * where such a rule matches, and the facts that were fetched serve the second look, too.
 */
export async function decideOnce(
  deps: Pick<ApplyDeps, 'intercom' | 'ledger'>,
  ruleset: ActiveRuleset,
  notification: ReadNotification,
): Promise<FactualDecision> {
  const subject = subjectOf(notification);
  const held = new Map<string, Promise<Record<string, unknown>>>();
  const decide = (matched: string[]) =>
    decideWithFacts(ruleset, notification, { ledger: { matched } }, subject, (type, id) => {
      const key = `${type}:${id}`;
      const object = held.get(key) ?? deps.intercom.fetchObject(type, id);
      held.set(key, object);
      return object;
    });

  const first = await decide([]);
  const once = onceRules(ruleset, first.decision.matched);
  if (subject === null || once.length === 0) return first;
  const before = await deps.ledger.matchedOnce(subject);
  return once.some((rule) => before.includes(rule)) ? decide(before) : first;
}

/** The rules among these that match a subject once. Those in shadow leave no mark. */
export function onceRules(
  { ruleset }: ActiveRuleset,
  matched: readonly Pick<MatchedRule, 'rule' | 'mode'>[],
): string[] {
  const live = new Set(matched.filter(({ mode }) => mode === 'live').map(({ rule }) => rule));
  return ruleset.rules.flatMap(({ id, once }) => (once && live.has(id) ? [id] : []));
}
