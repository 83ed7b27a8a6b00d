import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import { type FieldType, fieldNames, fieldType } from '../../../functions/rules/fields.ts';
import type { FieldTest, Operator, OutcomeTarget, Rule, Ruleset } from '../../../functions/rules/model.ts';
import { loadLanguageDetector } from '../../../functions/rules/text/language.ts';
import { spoiltInputs } from '../../support/arbitraries/spoilt-inputs.ts';
import { runs } from '../../support/runs.ts';

const OPERATORS: Record<FieldType, Operator[]> = {
  text: ['equals', 'words', 'contains', 'matches', 'exists'],
  number: ['gt', 'equals', 'exists'],
  boolean: ['equals', 'exists'],
  date: ['before', 'after', 'within', 'exists'],
  list: ['includes', 'includes_all', 'words', 'exists'],
  object: ['exists'],
  dynamic: ['equals', 'words', 'gt', 'before', 'includes', 'within', 'matches', 'exists'],
};

const VALUES: Partial<Record<Operator, FieldTest['values']>> = {
  exists: [true],
  gt: [3],
  before: ['-1d'],
  after: ['2026-01-01'],
  within: [],
};

const TARGETS: OutcomeTarget[] = ['conversation', 'contact', 'contacts', 'company', 'companies', 'ticket'];

const fields = [
  ...fieldNames(),
  'payload.items.1["x"]',
  'conversation.custom_attributes.x',
  'contact.custom_attributes.a b',
  'ticket.ticket_attributes._default_title_',
];

/** A rule for every operator on every field, each with every target and a template of its own field. */
const ruleset: Ruleset = {
  version: 1,
  settings: {
    timezone: 'Europe/Dublin',
    create_missing_tags: true,
    remove_only_own: false,
    exclusive: [['T', 'U']],
  },
  lists: {},
  conditions: {},
  sources: {},
  rules: fields.flatMap((field) =>
    OPERATORS[fieldType(field) ?? 'object'].map((operator) => ruleOn(field, operator)),
  ),
};

function ruleOn(field: string, operator: Operator): Rule {
  const within = operator === 'within' && { within: { days: ['mon' as const], hours: ['09:00-17:00'] } };
  return {
    id: `${field}-${operator}`,
    trigger: ['*'],
    when: { field, operator, values: VALUES[operator] ?? ['a', 'refund'], ...within },
    then: [
      { target: 'subject', add: [{ template: `X {{${field}}}` }], remove: [] },
      ...TARGETS.map((target) => ({ target, add: [{ name: 'T' }], remove: [{ id: '5' }] })),
    ],
    mode: 'live',
    priority: 0,
    stop: false,
    once: false,
    keep: false,
    tests: [],
  };
}

describe('a notification of any shape', () => {
  it('always gives a decision', async () => {
    await loadLanguageDetector();
    const compiled = compileRuleset(ruleset);
    fc.assert(
      fc.property(spoiltInputs(), (input) => {
        const decided = decide(compiled, { ...input, explain: true });
        expect(JSON.parse(JSON.stringify(decided))).toMatchObject({
          notification: { topic: input.notification.topic },
        });
      }),
      { numRuns: runs(400) },
    );
  });
});
