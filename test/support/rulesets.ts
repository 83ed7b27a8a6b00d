import type { Condition, Rule, Ruleset } from '../../functions/rules/model.ts';

/** A ruleset in its stored form. */
export function aRuleset(rules: Rule[], settings: Partial<Ruleset['settings']> = {}): Ruleset {
  return {
    version: 1,
    settings: {
      timezone: 'UTC',
      create_missing_tags: true,
      remove_only_own: false,
      exclusive: [],
      ...settings,
    },
    lists: {},
    conditions: {},
    sources: {},
    rules,
  };
}

export function aRule(fields: Partial<Rule> & Pick<Rule, 'id'>): Rule {
  return {
    trigger: ['conversation.user.created', 'conversation.user.replied'],
    then: [{ target: 'subject', add: [{ name: fields.id }], remove: [] }],
    mode: 'live',
    priority: 0,
    stop: false,
    once: false,
    keep: false,
    tests: [],
    ...fields,
  };
}

export function words(...values: string[]): Condition {
  return { field: 'message.text', operator: 'words', values };
}
