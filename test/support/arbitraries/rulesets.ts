import * as fc from 'fast-check';
import type { OutcomePart, Rule, Ruleset, TagSpec } from '../../../functions/rules/model.ts';
import { conditions } from './conditions.ts';

const TRIGGERS = [
  'conversation.user.replied',
  'conversation.user.created',
  'conversation.user.*',
  'conversation.*',
];

const NAMES = ['Refund', 'Refund', 'Triage', 'Vip', 'Low', 'Medium', 'Café'];
const TEMPLATES = [
  'Plan: {{company.plan.name}}',
  'From {{contact.email}}',
  'Rated {{conversation.conversation_rating.rating}}',
];

const tagSpecs: fc.Arbitrary<TagSpec> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES).map((name) => ({ name })) },
  { weight: 1, arbitrary: fc.constantFrom(...TEMPLATES).map((template) => ({ template })) },
);

const keyOf = (tag: TagSpec): string => JSON.stringify(tag);

/** No tag is both added and removed by a rule, nor are two of an exclusive group: check refuses the first. */
const outcomeParts: fc.Arbitrary<OutcomePart> = fc
  .tuple(
    fc.constantFrom(
      ...(['subject', 'subject', 'conversation', 'contact', 'contacts', 'company', 'companies'] as const),
    ),
    fc.uniqueArray(tagSpecs, { minLength: 1, maxLength: 3, selector: keyOf }),
    fc.nat(3),
  )
  .map(([target, tags, added]) => ({
    target,
    add: tags.slice(0, added).filter(isOneOfAGroup),
    remove: tags.slice(added),
  }));

const isOneOfAGroup = (tag: TagSpec, index: number, tags: TagSpec[]): boolean =>
  !isExclusive(tag) || tags.findIndex(isExclusive) === index;

const isExclusive = (tag: TagSpec): boolean => 'name' in tag && ['Low', 'Medium', 'High'].includes(tag.name);

const rules = (index: number): fc.Arbitrary<Rule> =>
  fc
    .record({
      id: fc.constant(`rule-${index}`),
      trigger: fc.constantFrom(...TRIGGERS).map((topic) => [topic]),
      when: fc.option(conditions(true), { nil: undefined, freq: 3 }),
      then: outcomeParts.map((part) => [part]),
      mode: fc.constantFrom('live', 'live', 'live', 'live', 'shadow', 'off'),
      priority: fc.constantFrom(0, 0, 0, 5, -1),
      stop: fc.constantFrom(false, false, false, true),
      once: fc.constantFrom(false, false, true),
      keep: fc.constant(false),
    })
    .map(({ when, ...rule }) => ({ ...rule, tests: [], ...(when !== undefined && { when }) }));

export interface RulesetShape {
  /** Whether tags of exclusive groups are among the names. */
  exclusive?: boolean;
  maxRules?: number;
}

/** A ruleset in its stored form that check would let through. */
export const rulesets = ({ exclusive = false, maxRules = 6 }: RulesetShape = {}): fc.Arbitrary<Ruleset> =>
  fc
    .record({
      named: conditions(false),
      words: fc.uniqueArray(fc.constantFrom('refund', 'возврат', '返金', 'money back'), { minLength: 1 }),
      timezone: fc.constantFrom('UTC', 'Europe/Dublin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'),
      rules: fc
        .integer({ min: 1, max: maxRules })
        .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => rules(index)))),
    })
    .map(({ named, words, timezone, rules: list }) => ({
      version: 1,
      settings: {
        timezone,
        create_missing_tags: true,
        remove_only_own: false,
        exclusive: exclusive ? [['Low', 'Medium', 'High']] : [],
      },
      lists: { words },
      conditions: { named },
      sources: {},
      rules: list,
    }));
