import type { LoggedDecision } from '../rules/decide.ts';
import type { DecisionInput, Ruleset } from '../rules/model.ts';
import type { SourceSubject } from '../rules/origin.ts';

/** The rules that are current, ready to decide with. */
export interface ActiveRuleset {
  version: number;
  ruleset: Ruleset;
  decide(input: DecisionInput): LoggedDecision;
  /** Whether a rule may be considered on this topic. */
  listensTo(topic: string): boolean;
  /** How to find the object that a source's payload names; null where it names none. */
  subjectIn(source: string, payload: unknown): SourceSubject | null;
}

/**
 * Where the rules come from: the published versions, or one that a test gives. Without `version` the current one; with
 * it the one by which a record says that it was decided, as far as that can still be read.
 */
export type RulesetSource = (version?: number) => Promise<ActiveRuleset>;
