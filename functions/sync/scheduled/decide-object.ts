import { decideWithFacts, type FactualDecision, keyOf } from '../../apply/decide-with-facts.ts';
import type { ReadNotification } from '../../apply/read-notification.ts';
import { evaluate } from '../../rules/evaluate/condition.ts';
import { startEvaluation } from '../../rules/evaluate/match.ts';
import { extractFacts } from '../../rules/facts/extract-facts.ts';
import { UNKNOWN } from '../../rules/facts/holding.ts';
import { partsOf } from '../../rules/facts/message.ts';
import { idText, isObject, type JsonObject } from '../../rules/json.ts';
import type { Target } from '../../rules/model.ts';
import type { RuleRun } from './rule-run.ts';
import type { ScheduledWork } from './scheduled-work.ts';

export interface DecidedObject {
  subject: Target;
  notification: ReadNotification;
  factual: FactualDecision;
}

/**
 * What a rule says of one object; null of what has no id. `seenAt`, in Unix seconds, is when Intercom gave it, by
 * Intercom's own clock: where the change stands among others. The rule's `now` is the tick.
 */
export async function decideObject(
  work: ScheduledWork,
  run: RuleRun,
  object: JsonObject,
  seenAt: number,
): Promise<DecidedObject | null> {
  const id = idText(object['id']);
  if (id === null) return null;
  const subject: Target = { type: run.type, id };
  const item = work.complete(run.type, object);
  const found = notificationOf(work, run, item, subject, seenAt);
  const facts = { now: run.tick };
  if (!lacksMessage(run, item) || !couldHold(run, found)) {
    const factual = await decideWithFacts(run.active, found, facts, subject, work.fetch);
    if (run.type !== 'contact' || !isUnsure(factual, subject))
      return { subject, notification: found, factual };
    // Else it would be tagged anew at every tick.
    const notification = notificationOf(work, run, await work.withAllTags(item, id), subject, seenAt);
    const sure = await decideWithFacts(run.active, notification, facts, subject, work.fetch);
    return { subject, notification, factual: sure };
  }
  // A search carries no parts, and the message is the newest of them.
  const whole = await work.fetch('conversation', id);
  const notification = notificationOf(work, run, { type: 'conversation', ...whole }, subject, seenAt);
  const given = { ...facts, conversation: whole };
  const factual = await decideWithFacts(run.active, notification, given, subject, work.fetch);
  const fetched = [`conversation:${id}`, ...factual.fetched];
  return { subject, notification, factual: { ...factual, fetched } };
}

function notificationOf(
  work: ScheduledWork,
  run: RuleRun,
  item: JsonObject,
  subject: Target,
  seenAt: number,
): ReadNotification {
  const topic = `schedule:${run.rule.id}`;
  return { app_id: work.context.appId, id: run.key, topic, created_at: seenAt, data: { item }, subject };
}

/** Whether the object is changed without its tags being known. */
function isUnsure({ decision, tagsKnown }: FactualDecision, subject: Target): boolean {
  const key = keyOf(subject);
  return decision.changes.some(({ target }) => keyOf(target) === key) && !tagsKnown.includes(key);
}

/** The conversation's beginning is its message only where nobody has said anything since. */
function lacksMessage({ type, messageFields }: RuleRun, item: JsonObject): boolean {
  if (type !== 'conversation' || messageFields.length === 0 || partsOf(item) !== undefined) return false;
  const statistics = item['statistics'];
  return !isObject(statistics) || statistics['count_conversation_parts'] !== 0;
}

/** Whether the rule may hold once the message is known: of what it does not, nothing is fetched. */
function couldHold({ compiled, messageFields, tick }: RuleRun, notification: ReadNotification): boolean {
  const [rule] = compiled.rules;
  if (rule?.condition === undefined) return rule !== undefined;
  const facts = extractFacts({ notification, facts: { now: tick } }, 'conversation', null);
  for (const field of messageFields) facts.values.set(field, UNKNOWN);
  return evaluate(rule.condition, startEvaluation(facts, compiled.zone)) !== 'false';
}
