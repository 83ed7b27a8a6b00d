import type { Decision, DecisionInput, Ruleset, SkippedChange } from '../rules/model.ts';
import type { SourceSubject } from '../rules/origin.ts';

/** The rules that are current, ready to decide with. */
export interface ActiveRuleset {
  /** 0: a file, no published version. */
  version: number;
  ruleset: Ruleset;
  /** The decision, and the changes left out because their template could not be rendered. */
  decide(input: DecisionInput): { decision: Decision; skipped: SkippedChange[] };
  /** Whether a rule may be considered on this topic. */
  listensTo(topic: string): boolean;
  /** How to find the object that a source's payload names; null where it names none. */
  subjectIn(source: string, payload: unknown): SourceSubject | null;
}

/** Where the rules come from: a file in the function's asset, or the published versions. */
export type RulesetSource = () => Promise<ActiveRuleset>;
