import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import { parseNotification } from '../../../functions/rules/parse-notification.ts';
import { loadLanguageDetector } from '../../../functions/rules/text/language.ts';
import type { DecisionCase } from './case-file.ts';
import { givenNotification } from './given-notification.ts';
import { givenRuleset } from './given-ruleset.ts';

export type GivenCase = Omit<DecisionCase, 'says' | 'exactly' | 'expect' | 'keys' | 'reads' | 'lines'>;

/** The decision of a case as JSON, from the files that a user would have: ruleset, notification, facts. */
export async function decideCase(given: GivenCase): Promise<Record<string, unknown>> {
  await loadLanguageDetector();
  const file = givenRuleset(given);
  const { ruleset, diagnostics } = checkRuleset({ file: 'ruleset.yaml', text: file });
  if (ruleset === undefined) throw new Error(`the case's ruleset is bad: ${JSON.stringify(diagnostics)}`);
  const notification = parseNotification(JSON.stringify(givenNotification(given)));
  if (notification === undefined) throw new Error("the case's notification is none");
  const decision = decide(compileRuleset(ruleset), {
    notification,
    ...(given.facts !== undefined && { facts: given.facts }),
    explain: given.explain === true,
  });
  return JSON.parse(JSON.stringify(decision));
}

/** The ids of the rules that matched, in order. */
export const matchedRules = (decision: Record<string, unknown>): unknown[] =>
  list(decision['matched']).map((rule) => rule['rule']);

/** What the first test that held found. */
export const firstBecause = (decision: Record<string, unknown>): Record<string, unknown> | undefined =>
  list(list(decision['matched'])[0]?.['because'])[0];

const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
