import { compileRuleset } from '../rules/compile/compile-ruleset.ts';
import { decideWithLog } from '../rules/decide.ts';
import type { Ruleset } from '../rules/model.ts';
import { sourceSubject } from '../rules/origin.ts';
import { matchesGlob } from '../rules/topics.ts';
import type { ActiveRuleset } from './ruleset-source.ts';

/** A ruleset ready to decide with. `shadow`: every live rule is decided and logged, and none is applied. */
export function activateRuleset(
  ruleset: Ruleset,
  version: number,
  { shadow = false }: { shadow?: boolean } = {},
): ActiveRuleset {
  const active = shadow ? { ...ruleset, rules: ruleset.rules.map(toShadow) } : ruleset;
  const compiled = compileRuleset(active);
  const triggers = active.rules.flatMap(({ mode, trigger }) => (mode === 'off' ? [] : trigger));
  return {
    version,
    ruleset: active,
    decide: (input) => decideWithLog(compiled, input),
    listensTo: (topic) => triggers.some((each) => typeof each === 'string' && matchesGlob(each, topic)),
    subjectIn: (source, payload) => sourceSubject(compiled, source, payload),
  };
}

function toShadow(rule: Ruleset['rules'][number]): Ruleset['rules'][number] {
  return rule.mode === 'live' ? { ...rule, mode: 'shadow' } : rule;
}
