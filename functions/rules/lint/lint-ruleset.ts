import type { Ruleset } from '../model.ts';
import { findConflicts } from './find-conflicts.ts';
import { findLoops } from './find-loops.ts';
import { findNeverMatching } from './find-never-matching.ts';
import { findStops } from './find-stops.ts';
import type { Finding } from './finding.ts';
import { type LintedRule, lintedRules } from './linted-rule.ts';

/**
 * The warnings of a ruleset that has no errors. Each is sure of what it says, so that a team can hold to `--strict`:
 * where two conditions could exclude each other in ways that are not seen here, rather nothing is said of rules that
 * stop or never match. Near linear in the rules.
 */
export function lintRuleset(ruleset: Ruleset): Finding[] {
  const rules = lintedRules(ruleset);
  const active = rules.filter(({ rule }) => rule.mode !== 'off');
  const live = active.filter(({ rule }) => rule.mode === 'live');
  return [
    ...rules.filter(({ rule }) => rule.tests.length === 0).map(untested),
    ...findNeverMatching(active),
    ...findStops(active),
    ...findConflicts(live),
    ...findLoops(live),
  ];
}

function untested({ rule, index }: LintedRule): Finding {
  return {
    code: 'untested',
    rule: rule.id,
    steps: ['rules', index],
    message: 'This rule has no tests. Add a message that it must match, and one that it must leave alone.',
  };
}
