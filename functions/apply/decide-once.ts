import type { MatchedRule, Target } from '../rules/model.ts';
import { subjectOf } from '../rules/subject.ts';
import type { NotificationRecord } from '../store/record.ts';
import type { ApplyDeps } from './apply-deps.ts';
import { decideWithFacts, type FactualDecision } from './decide-with-facts.ts';
import { finalOutcomeOf } from './give-up-on.ts';
import type { ReadNotification } from './read-notification.ts';
import type { ActiveRuleset } from './ruleset-source.ts';

type DecideDeps = Pick<ApplyDeps, 'intercom' | 'ledger' | 'log' | 'now' | 'random'>;

/**
 * The decision, in which a rule with `once` matches a subject a first time only. The ledger is asked only
 * where such a rule matches, and the facts that were fetched serve the second look, too.
 */
export async function decideOnce(
  deps: DecideDeps,
  ruleset: ActiveRuleset,
  notification: ReadNotification,
  fresh: NotificationRecord,
): Promise<FactualDecision> {
  const subject = subjectOf(notification);
  const held = new Map<string, Promise<Record<string, unknown>>>();
  const decide = (matched: string[]) =>
    decideWithFacts(ruleset, notification, { ledger: { matched } }, subject, (type, id) => {
      const key = `${type}:${id}`;
      const object = held.get(key) ?? fetchFact(deps, fresh, subject, { type, id });
      held.set(key, object);
      return object;
    });

  const first = await decide([]);
  const once = onceRules(ruleset, first.decision.matched);
  if (subject === null || once.length === 0) return first;
  const before = await deps.ledger.matchedOnce(subject);
  return once.some((rule) => before.includes(rule)) ? decide(before) : first;
}

/**
 * An object tied to the subject that is gone, or that the plan does not show, has no field: its fields are missing, as
 * rules know it (what asks for one does not match, a `none` on one holds), and the other rules go on. Without the
 * subject itself there is nothing to decide.
 */
async function fetchFact(
  deps: DecideDeps,
  fresh: NotificationRecord,
  subject: Target | null,
  { type, id }: Target,
): Promise<Record<string, unknown>> {
  try {
    return await deps.intercom.fetchObject(type, id);
  } catch (error) {
    const isSubject = subject?.type === type && subject.id === id;
    const outcome = finalOutcomeOf(deps, fresh, error);
    if (isSubject || outcome === null) throw error;
    deps.log.warn('an object that a decision depends on cannot be had', { type, outcome }, error);
    return { type, id };
  }
}

/** The rules among these that match a subject once. Those in shadow leave no mark. */
export function onceRules(
  { ruleset }: ActiveRuleset,
  matched: readonly Pick<MatchedRule, 'rule' | 'mode'>[],
): string[] {
  const live = new Set(matched.filter(({ mode }) => mode === 'live').map(({ rule }) => rule));
  return ruleset.rules.flatMap(({ id, once }) => (once && live.has(id) ? [id] : []));
}
