import * as fc from 'fast-check';
import type { Condition, FieldTest } from '../../../functions/rules/model.ts';
import { keywords } from './texts.ts';

const TEXT_FIELDS = [
  'message.text',
  'message.text',
  'message.text',
  'message.subject',
  'conversation.title',
  'conversation.tags',
];

const folding = fc.constantFrom({}, {}, {}, { case: 'exact' as const }, { accents: 'exact' as const });

const someKeywords = fc.uniqueArray(fc.oneof({ weight: 6, arbitrary: keywords() }, fc.constant('$words')), {
  minLength: 1,
  maxLength: 4,
});

/** Only what check would let through: `*` and `...` mean something in `words` alone. */
const wordsTest: fc.Arbitrary<FieldTest> = fc
  .tuple(
    fc.constantFrom(...TEXT_FIELDS),
    someKeywords,
    fc.option(fc.constantFrom('refund policy', 'refund please', 'the café'), { nil: undefined }),
    folding,
  )
  .map(([field, values, except, exact]) => ({
    field,
    operator: 'words',
    values,
    ...(except !== undefined && { except: [except] }),
    ...exact,
  }));

const literalTest: fc.Arbitrary<FieldTest> = fc
  .tuple(
    fc.constantFrom(...TEXT_FIELDS),
    fc.constantFrom('contains' as const, 'starts_with' as const, 'ends_with' as const),
    someKeywords,
    folding,
  )
  .map(([field, operator, values, exact]) => ({ field, operator, values, ...exact }));

const regexTest: fc.Arbitrary<FieldTest> = fc
  .tuple(fc.constantFrom('(?<x>re?fund)', '\\b(?P<x>\\d+)', '^i want', 'policy$', '(?i)CAF.'), fc.boolean())
  .map(([value, exact]) => ({
    field: 'message.text',
    operator: 'matches',
    values: [value],
    ...(exact && { case: 'exact' as const }),
  }));

const plain = (field: string, operator: FieldTest['operator'], values: FieldTest['values']): FieldTest => ({
  field,
  operator,
  values,
});

/** Tests of other fields, several of them unknown until an object is fetched. */
const FIELD_TESTS: FieldTest[] = [
  plain('message.author.type', 'equals', ['user', 'lead']),
  plain('conversation.state', 'equals', ['OPEN']),
  plain('conversation.priority', 'equals', ['priority']),
  plain('conversation.open', 'equals', [true]),
  plain('conversation.admin_assignee_id', 'exists', [true]),
  plain('conversation.admin_assignee_id', 'equals', ['17']),
  plain('conversation.conversation_rating.rating', 'gte', [4]),
  plain('conversation.conversation_rating.rating', 'lt', [3]),
  plain('conversation.custom_attributes.Order No. 1', 'equals', ['5']),
  plain('conversation.custom_attributes.Order No. 1', 'gt', [3]),
  plain('conversation.tags', 'includes', ['vip', 'Triage']),
  plain('conversation.tags', 'includes_all', ['vip', 'triage']),
  plain('conversation.tags', 'exists', [false]),
  plain('conversation.created_at', 'before', ['-1d']),
  plain('conversation.created_at', 'after', ['2026-01-06']),
  plain('contact.email', 'ends_with', ['@example.com']),
  plain('contact.email', 'exists', [true]),
  plain('contact.role', 'equals', ['user']),
  plain('contact.id', 'exists', [true]),
  plain('contact.tags', 'includes', ['Vip']),
  plain('contact.last_seen_at', 'after', ['-2w']),
  plain('contact.custom_attributes.seats', 'lte', [10]),
  plain('company.plan.name', 'equals', ['Enterprise', 'Business']),
  plain('company.monthly_spend', 'gt', [100]),
  plain('company.id', 'exists', [true]),
  {
    field: 'now',
    operator: 'within',
    values: [],
    within: { days: ['wed', 'sat'], hours: ['09:00-17:30', '22:00-06:00'] },
  },
  { field: 'now', operator: 'within', values: [], within: { hours: ['08:00-12:00'] } },
];

const fieldTest = (): fc.Arbitrary<FieldTest> => fc.constantFrom(...FIELD_TESTS);

const leaf = (withNames: boolean): fc.Arbitrary<Condition> =>
  fc.oneof(
    { weight: 4, arbitrary: wordsTest },
    { weight: 2, arbitrary: literalTest },
    { weight: 1, arbitrary: regexTest },
    { weight: 5, arbitrary: fieldTest() },
    { weight: withNames ? 1 : 0, arbitrary: fc.constant({ use: 'named' }) },
  );

export const conditions = (withNames: boolean): fc.Arbitrary<Condition> =>
  fc.letrec<{ node: Condition }>((tie) => {
    const several = fc.array(tie('node'), { minLength: 1, maxLength: 3 });
    return {
      node: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        leaf(withNames),
        several.map((all) => ({ all })),
        several.map((any) => ({ any })),
        several.map((none) => ({ none })),
      ),
    };
  }).node;
