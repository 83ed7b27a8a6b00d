import * as fc from 'fast-check';
import type { Condition, FieldTest, Value } from '../../../functions/rules/model.ts';

/** What the workspace of `test/support/varied-workspace.ts` holds, and some that it does not. */
export const variedTags = ['VIP', 'Vîp Gold', 'Refund', 'Plan: Pro', 'Plan: Basic', 'unused'];

const test = (field: string, operator: FieldTest['operator'], values: Value[]): FieldTest => ({
  field,
  operator,
  values,
});

const someOf = <T extends Value>(...values: T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

const words = (field: string, ...members: string[]) =>
  fc
    .tuple(someOf(...members, 'no such word'), fc.constantFrom({}, {}, { case: 'exact' as const }))
    .map(([values, exact]): FieldTest => ({ ...test(field, 'equals', values), ...exact }));

const flags = (...fields: string[]) =>
  fc
    .tuple(fc.constantFrom(...fields), someOf(true, false))
    .map(([field, values]) => test(field, 'equals', values));

const dates = (...fields: string[]) =>
  fc
    .tuple(
      fc.constantFrom(...fields),
      fc.constantFrom('before' as const, 'after' as const),
      someOf('-30h', '-3d', '-8d', '-2w', '+1d', '2026-01-05', '2026-01-07', '2026-01-02T10:30:00Z'),
    )
    .map(([field, operator, values]) => test(field, operator, values));

const numbers = (...fields: string[]) =>
  fc
    .tuple(
      fc.constantFrom(...fields),
      fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const, 'equals' as const),
      someOf(0, 1, 2, 2.5, 3, 5),
    )
    .map(([field, operator, values]) => test(field, operator, values));

const tags = (field: string) =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom('includes' as const, 'includes_all' as const, 'equals' as const),
        someOf(...variedTags, 'vip', '$tags', 'unknown'),
      )
      .map(([operator, values]) => test(field, operator, values)),
    fc
      .tuple(
        fc.constantFrom('starts_with' as const, 'contains' as const, 'words' as const),
        someOf('plan', 'vip', 'zz'),
      )
      .map(([operator, values]) => test(field, operator, values)),
    fc.boolean().map((exists) => test(field, 'exists', [exists])),
  );

const always: fc.Arbitrary<FieldTest> = fc
  .constantFrom<FieldTest['within']>({ days: ['wed'] }, { days: ['sun'] })
  .map((within) => ({ field: 'now', operator: 'within', values: [], ...(within && { within }) }));

const conversationTest: fc.Arbitrary<FieldTest> = fc.oneof(
  words('conversation.state', 'open', 'CLOSED', 'snoozed'),
  words('conversation.priority', 'priority', 'not_priority'),
  words('conversation.source.type', 'conversation', 'Email'),
  words('conversation.source.author.type', 'user', 'lead'),
  flags('conversation.open', 'conversation.read', 'conversation.ai_agent_participated'),
  dates(
    'conversation.created_at',
    'conversation.updated_at',
    'conversation.waiting_since',
    'conversation.snoozed_until',
  ),
  numbers(
    'conversation.conversation_rating.rating',
    'conversation.statistics.count_reopens',
    'conversation.statistics.count_conversation_parts',
  ),
  someOf('991267001', '991267002', '１').map((values) =>
    test('conversation.admin_assignee_id', 'equals', values),
  ),
  fc.boolean().map((exists) => test('conversation.admin_assignee_id', 'exists', [exists])),
  tags('conversation.tags'),
  fc.constant(test('conversation.title', 'words', ['invoice'])),
  always,
);

const contactTest: fc.Arbitrary<FieldTest> = fc.oneof(
  words('contact.role', 'user', 'LEAD'),
  flags('contact.unsubscribed_from_emails', 'contact.has_hard_bounced'),
  dates('contact.created_at', 'contact.updated_at', 'contact.last_seen_at', 'contact.signed_up_at'),
  someOf('991267001', '991267002', 'nobody').map((values) => test('contact.owner_id', 'equals', values)),
  tags('contact.tags'),
  fc.constant(test('contact.name', 'equals', ['zoe'])),
  fc.constant(test('contact.email', 'ends_with', ['@acme.test'])),
  always,
);

/** Conditions of any shape over conversations or contacts; `{ use: 'named' }` stands for one of a test. */
export function scheduledConditions(over: 'conversations' | 'contacts'): fc.Arbitrary<Condition> {
  const leaf = over === 'conversations' ? conversationTest : contactTest;
  return fc.letrec<{ node: Condition }>((tie) => {
    const several = fc.array(tie('node'), { minLength: 1, maxLength: 4 });
    return {
      node: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        { weight: 4, arbitrary: leaf },
        { weight: 3, arbitrary: several.map((all) => ({ all })) },
        { weight: 2, arbitrary: several.map((any) => ({ any })) },
        { weight: 2, arbitrary: several.map((none) => ({ none })) },
        { weight: 1, arbitrary: fc.constant({ use: 'named' }) },
      ),
    };
  }).node;
}
