import type { DecisionCase } from './case-file.ts';

/** The ruleset's file. One made of parts is written as JSON, which is YAML too, so that text stays text. */
export function givenRuleset(
  parts: Pick<DecisionCase, 'ruleset' | 'settings' | 'lists' | 'conditions' | 'rules'>,
): string {
  if (parts.ruleset !== undefined) return parts.ruleset;
  const { settings, lists, conditions, rules = [] } = parts;
  return JSON.stringify(
    {
      version: 1,
      ...(settings && { settings }),
      ...(lists && { lists }),
      ...(conditions && { conditions }),
      ...(usesSource(rules) && {
        sources: { billing: { subject: { contact: { external_id: '{{payload.customer}}' } } } },
      }),
      rules: rules.map((rule) => ({
        trigger: 'conversation.user.replied',
        then: { add: [rule['id']] },
        ...rule,
      })),
    },
    null,
    2,
  );
}

const usesSource = (rules: Record<string, unknown>[]): boolean =>
  rules.some((rule) => rule['trigger'] === 'source:billing');
