/** What the rules say about one notification: a pure function of the ruleset and the facts. */

import type { CompiledRule, CompiledRuleset } from './compile/compiled.ts';
import { eachCandidate } from './compile/rule-index.ts';
import { addNeeds, evaluate } from './evaluate/condition.ts';
import { cutFields } from './evaluate/cut-fields.ts';
import { becauseOf, missedBy } from './evaluate/explain.ts';
import { type Evaluation, startEvaluation } from './evaluate/match.ts';
import { extractFacts, type Facts } from './facts/extract-facts.ts';
import type {
  Decision,
  DecisionInput,
  MatchedRule,
  MissedRule,
  Origin,
  Satisfied,
  SkippedChange,
} from './model.ts';
import { originOf } from './origin.ts';
import { mergeOperations } from './outcome/merge.ts';
import { type Operation, operationsOf } from './outcome/operations.ts';

/** Decides; `needs` says which facts to fetch before the answer is final. */
export function decide(compiled: CompiledRuleset, input: DecisionInput): Decision {
  return decideInput(compiled, input).decision;
}

/** A decision, with what does not belong to it and goes to the log. */
export interface LoggedDecision {
  decision: Decision;
  /** Changes left out because their template could not be rendered. */
  skipped: SkippedChange[];
  /** Of each tag of the changes, the rules that ask for it. */
  origins: Origin[];
  satisfied: Satisfied[];
}

/** The same, with what goes to the log. */
export function decideWithLog(compiled: CompiledRuleset, input: DecisionInput): LoggedDecision {
  const { decision, skipped, origins, satisfied } = decideInput(compiled, input);
  return { decision, skipped, origins: origins(), satisfied: satisfied() };
}

function decideInput(compiled: CompiledRuleset, input: DecisionInput): FactualDecision {
  const { type, subject } = originOf(compiled, input);
  return decideFacts(compiled, extractFacts(input, type, subject), input.explain === true);
}

/** The log's part not yet worked out where it takes time. */
interface FactualDecision extends Omit<LoggedDecision, 'origins' | 'satisfied'> {
  origins: () => Origin[];
  satisfied: () => Satisfied[];
}

/** The same from facts already extracted. */
export function decideFacts(compiled: CompiledRuleset, facts: Facts, explain = false): FactualDecision {
  const evaluation = startEvaluation(facts, compiled.zone);
  const considered = consider(compiled, evaluation, explain);
  const needs = considered.needs;
  const operations: Operation[] = [];
  const skipped: SkippedChange[] = [];
  const matched = considered.matched.map((rule): MatchedRule => {
    const because = becauseOf(rule.condition, evaluation);
    const own = operationsOf(rule, evaluation, needs);
    skipped.push(...own.skipped);
    if (rule.mode === 'live') {
      operations.push(...own.operations);
      return { rule: rule.id, mode: 'live', because };
    }
    const would = mergeOperations(own.operations, compiled.exclusive, facts).changes;
    return { rule: rule.id, mode: 'shadow', because, would };
  });
  const { conflicts, changes, origins, satisfied } = mergeOperations(operations, compiled.exclusive, facts);
  const cut = cutFields(compiled, evaluation);
  const { notification, subject } = facts;
  const head = {
    notification: { id: notification.id, topic: notification.topic },
    subject: subject && { type: subject.type, id: subject.id },
    matched,
  };
  const tail = { conflicts, changes, needs: [...needs].sort() };
  const { missed } = considered;
  const decision: Decision = explain ? { ...head, missed, ...tail } : { ...head, ...tail };
  return { decision: cut.length > 0 ? { ...decision, cut } : decision, skipped, origins, satisfied };
}

interface Considered {
  matched: CompiledRule[];
  missed: MissedRule[];
  needs: Set<string>;
}

/** Goes through the candidates from the strongest, until a `stop` rule matches or may match. */
function consider(compiled: CompiledRuleset, evaluation: Evaluation, explain: boolean): Considered {
  const { facts } = evaluation;
  const result: Considered = { matched: [], missed: [], needs: new Set() };
  let floor = Number.NEGATIVE_INFINITY;
  for (const rule of candidates(compiled, evaluation, explain)) {
    if (rule.priority < floor) {
      break;
    }
    if (rule.once && facts.matchedBefore.has(rule.id)) {
      continue;
    }
    const truth = rule.condition === undefined ? 'true' : evaluate(rule.condition, evaluation);
    if (truth === 'true') {
      result.matched.push(rule);
    } else if (rule.condition !== undefined && truth === 'unknown') {
      addNeeds(rule.condition, evaluation, result.needs);
    } else if (rule.condition !== undefined && explain) {
      addMissed(result, missedBy(rule.id, rule.condition, evaluation));
    }
    if (truth !== 'false' && rule.stop && rule.mode === 'live') {
      floor = rule.priority;
    }
  }
  return result;
}

function addMissed({ missed }: Considered, entry: MissedRule | undefined): void {
  if (entry !== undefined) {
    missed.push(entry);
  }
}

/** In the order of `rules`. To explain, every rule that the topic concerns. */
function candidates(compiled: CompiledRuleset, evaluation: Evaluation, explain: boolean): CompiledRule[] {
  const { facts } = evaluation;
  if (facts.type === null) {
    return [];
  }
  const { rules, index, topics, considered } = compiled;
  const concerned = topics.concerns(facts.notification.topic);
  if (explain) {
    return rules.filter(({ position }) => concerned[position] === 1);
  }
  const found: CompiledRule[] = [];
  considered.clear();
  const add = (rule: CompiledRule) => {
    if (concerned[rule.position] === 1 && considered.mark(rule.position)) {
      found.push(rule);
    }
  };
  index.always.forEach(add);
  eachCandidate(index, evaluation, add);
  return found.sort((a, b) => a.position - b.position);
}
