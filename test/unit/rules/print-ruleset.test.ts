import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import type { Condition, FieldTest, Ruleset } from '../../../functions/rules/model.ts';
import { printRuleset } from '../../../functions/rules/print-ruleset.ts';
import { ruleOf, rulesetOf, words } from '../../support/rules/ruleset.ts';
import { runs } from '../../support/runs.ts';

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => `x${text.replace(/[{}]/gu, '')}y`);
const odd = fc.constantFrom(
  'no',
  '007',
  'true',
  'null',
  '~',
  '#1',
  '- a',
  '$50',
  '$$words',
  '$words',
  '1.10',
  ': ',
  '!x',
  '*x',
  '"q"',
  "it's",
  'a\nb',
);
const value = fc.oneof(word, odd);
const values = fc.array(value, { minLength: 1, maxLength: 4 });

const test: fc.Arbitrary<Condition> = fc.oneof(
  fc.record<FieldTest>({
    field: fc.constantFrom('message.text', 'contact.custom_attributes.Plan v2. name', 'payload["a.b"].c'),
    operator: fc.constantFrom('words', 'contains', 'equals'),
    values,
  }),
  fc.record<FieldTest>({
    field: fc.constant('message.text'),
    operator: fc.constant('words'),
    values,
    except: values,
    case: fc.constant('exact'),
    accents: fc.constant('exact'),
  }),
  fc.record<FieldTest>({
    field: fc.constant('company.size'),
    operator: fc.constantFrom('gt', 'equals'),
    values: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
  }),
  fc.constantFrom<Condition>(
    { field: 'contact.last_seen_at', operator: 'before', values: ['-48h'] },
    { field: 'conversation.open', operator: 'exists', values: [false] },
    { field: 'now', operator: 'within', values: [], within: { days: ['mon'], hours: ['09:00-17:30'] } },
    { use: 'vip' },
  ),
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof({ maxDepth: 3 }, test, tie('condition').chain(grouping)),
}));
const tag = fc.oneof(
  word.map((name) => ({ name: name.trim() })),
  fc.constant({ id: '007' }),
  fc.constant({ template: 'Plan: {{company.plan.name}}' }),
);

const ruleset: fc.Arbitrary<Ruleset> = fc
  .array(
    fc.record({
      when: fc.option(condition.map(grouped), { nil: undefined }),
      add: fc.array(tag, { minLength: 1, maxLength: 3 }),
      priority: fc.integer(),
      stop: fc.boolean(),
    }),
    { maxLength: 4 },
  )
  .map((rules) => ({
    version: 1,
    settings: {
      timezone: 'Europe/Dublin',
      create_missing_tags: true,
      remove_only_own: false,
      exclusive: [['Low', 'no']],
    },
    lists: { words: ['a', '007', 'no'] },
    conditions: { vip: { field: 'company.plan.name', operator: 'equals', values: ['Pro'] } },
    sources: { billing: { subject: { contact: { email: '{{payload.email}}' } } } },
    rules: rules.map(({ when, add, priority, stop }, index) => ({
      id: `rule-${index}`,
      trigger: ['conversation.user.*'],
      ...(when !== undefined && { when }),
      then: [{ target: 'contact' as const, add, remove: [] }],
      mode: 'shadow' as const,
      priority,
      stop,
      once: false,
      keep: false,
      tests: [],
    })),
  }));

function grouping(first: Condition): fc.Arbitrary<Condition> {
  const conditions = fc.array(test, { maxLength: 2 }).map((rest) => [first, ...rest]);
  return fc.oneof(
    conditions.map((all) => ({ all })),
    conditions.map((any) => ({ any })),
    conditions.map((none) => ({ none })),
  );
}

/** A rule's own condition is a map: a name alone stands in a group. */
function grouped(condition: Condition): Condition {
  return 'use' in condition ? { all: [condition] } : condition;
}

describe('printRuleset', () => {
  it('always prints what reads back as the same ruleset', () => {
    fc.assert(
      fc.property(ruleset, (original) => {
        const { ruleset: read, diagnostics } = checkRuleset({ file: 'r.yaml', text: printRuleset(original) });
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(read).toEqual(original);
      }),
      { numRuns: runs(200) },
    );
  });

  it('prints every part of a rule', () => {
    const text = `version: 1
settings:
  timezone: UTC
  create_missing_tags: true
  remove_only_own: false
conditions:
  other:
    message.text:
      words:
        - refund
  named:
    all:
      - $other
rules:
  - id: one
    description: Everything that a rule can say.
    trigger:
      - every: 1d
        over: conversations
    when:
      all:
        - any:
            - $named
        - now:
            within:
              days: mon
    then:
      add:
        - A
      remove:
        - id: "5"
      contact:
        remove:
          - "{{contact.name}}"
    mode: live
    priority: 0
    stop: false
    once: false
    keep: true
    limit:
      per_hour: 5
    tests:
      - given:
          contact.name: Ann
        expect: {}
`;
    const { ruleset: read, diagnostics } = checkRuleset({ file: 'r.yaml', text });
    expect(diagnostics).toEqual([]);
    expect(read && printRuleset(read)).toBe(text);
  });
});

describe('a rule whose condition is one by name', () => {
  it('is printed with a list around it, which alone can hold a name', () => {
    const ruleset = rulesetOf([ruleOf('r', { use: 'vip' })], { conditions: { vip: words('x') } });
    expect(printRuleset(ruleset)).toContain('when:\n      all:\n        - $vip\n');
  });
});
