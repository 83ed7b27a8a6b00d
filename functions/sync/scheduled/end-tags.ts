import { keyOf } from '../../apply/decide-with-facts.ts';
import { startEvaluation } from '../../rules/evaluate/match.ts';
import { extractFacts } from '../../rules/facts/extract-facts.ts';
import { UNKNOWN } from '../../rules/facts/holding.ts';
import { tagsOf } from '../../rules/facts/tags.ts';
import { operationsOf } from '../../rules/outcome/operations.ts';
import { tagKey } from '../../rules/outcome/tag-identity.ts';
import { type AppliedObject, applyObject, endedKey } from './apply-object.ts';
import type { DecidedObject } from './decide-object.ts';
import type { RuleRun } from './rule-run.ts';
import type { ScheduledWork } from './scheduled-work.ts';

/**
 * `keep`: takes those of the rule's tags off an object that the rule does not ask for now. Only what the ledger says
 * is ours, by this rule: a tag that a person set, or of which it is not known, stays. Null: there is none.
 */
export async function endTags(
  work: ScheduledWork,
  run: RuleRun,
  decided: DecidedObject,
): Promise<AppliedObject | null> {
  const { subject, notification, factual } = decided;
  // What is not known may hold.
  if (factual.decision.needs.length > 0) return null;
  const unasked = unaskedTags(run, decided);
  if (unasked.length === 0) return null;
  const ledger = await work.deps.ledger.read(subject);
  const ours = unasked.filter(({ id }) => {
    const entry = ledger.get(id);
    const intent = entry?.intent;
    return entry?.ours === true && intent?.op === 'add' && intent.rules.includes(run.rule.id);
  });
  if (ours.length === 0) return null;

  const change = { target: subject, add: [], remove: ours.map(({ name }) => name) };
  const decision = {
    ...factual.decision,
    matched: [{ rule: run.rule.id, mode: 'live' as const, because: [] }],
    conflicts: [],
    changes: [change],
  };
  return applyObject(
    work,
    run,
    {
      subject,
      notification: { ...notification, id: endedKey(run) },
      factual: { ...factual, decision, skipped: [], origins: [], satisfied: [], tagsKnown: [keyOf(subject)] },
    },
    { ended: { rule: run.rule.id, test: failedTest(run, decided) } },
  );
}

/** Of the tags that the object carries those that the rule adds, and does not add to it now. */
function unaskedTags(run: RuleRun, { subject, notification, factual }: DecidedObject) {
  const facts = extractFacts({ notification, facts: factual.facts }, run.type, subject);
  const held = tagsOf(run.type, facts.objects[run.type]);
  if (held === undefined || held === UNKNOWN) return [];
  const carried = held.tags.flatMap(({ id }) => {
    const name = run.kept.get(id ?? '');
    return id === undefined || name === undefined ? [] : [{ id, name }];
  });
  const [rule] = run.compiled.rules;
  if (rule === undefined || factual.decision.matched.length === 0) return carried;
  const asked = new Set(
    operationsOf(rule, startEvaluation(facts, run.compiled.zone), new Set())
      .operations.filter(({ op, target }) => op === 'add' && keyOf(target) === keyOf(subject))
      .map(({ tag }) => tagKey(tag, held)),
  );
  return carried.filter(({ name }) => !asked.has(tagKey(name, held)));
}

function failedTest(run: RuleRun, { notification, factual }: DecidedObject) {
  const explained = run.active.decide({ notification, facts: factual.facts, explain: true });
  const missed = explained.decision.missed?.[0];
  if (missed === undefined) return null;
  const { rule: _, ...test } = missed;
  return test;
}
