import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../../functions/rules/check-ruleset.ts';
import { pushDown } from '../../../../functions/sync/scheduled/push-down.ts';

const tags = [
  { id: '11', name: 'VIP' },
  { id: '12', name: 'Plan: Pro' },
  { id: '13', name: 'Plan: Basic' },
];
const now = Date.UTC(2026, 0, 7, 12) / 1000;

/** The query of a rule whose `when` is written as in a file. */
function queryFor(over: 'conversations' | 'contacts', when: string) {
  const text = `version: 1
rules:
  - id: scheduled
    trigger: { every: 1h, over: ${over} }
    when: ${when}
    then: { add: [X] }
`;
  const { ruleset, diagnostics } = checkRuleset({ file: 'rules.yaml', text });
  if (ruleset === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return pushDown(ruleset.rules[0]?.when, { over, ruleset, now, tags });
}

const filter = (field: string, operator: string, value: unknown) => ({ field, operator, value });
const every = (...value: unknown[]) => ({ operator: 'AND', value });
const some = (...value: unknown[]) => ({ operator: 'OR', value });

describe('a condition over conversations as a search', () => {
  it.each<[string, unknown]>([
    ['{ conversation.state: OPEN }', filter('state', '=', 'open')],
    ['{ conversation.state: [open, snoozed] }', filter('state', 'IN', ['open', 'snoozed'])],
    ['{ none: [{ conversation.state: closed }] }', filter('state', '!=', 'closed')],
    ['{ conversation.admin_assignee_id: "17" }', filter('admin_assignee_id', '=', 17)],
    ['{ conversation.conversation_rating.rating: { lte: 2 } }', filter('conversation_rating.score', '<', 3)],
    ['{ conversation.waiting_since: { before: -48h } }', filter('waiting_since', '<', now - 48 * 3600 + 1)],
    ['{ conversation.tags: vip }', filter('tag_ids', '=', '11')],
    ['{ conversation.tags: { starts_with: "Plan:" } }', filter('tag_ids', 'IN', ['12', '13'])],
    ['{ none: [{ conversation.tags: { starts_with: "Plan:" } }] }', filter('tag_ids', 'NIN', ['12', '13'])],
    [
      '{ conversation.tags: { includes_all: [VIP, "Plan: Pro"] } }',
      every(filter('tag_ids', '=', '11'), filter('tag_ids', '=', '12')),
    ],
    [
      '{ any: [{ conversation.state: closed }, { conversation.open: true, conversation.read: false }] }',
      every(
        some(filter('state', '=', 'closed'), filter('open', '=', true)),
        some(filter('state', '=', 'closed'), filter('read', '=', false)),
      ),
    ],
    ['{ all: [{ message.text: refund }, { conversation.open: true }] }', filter('open', '=', true)],
    ['{ now: { within: { days: [wed] } }, conversation.open: true }', filter('open', '=', true)],
  ])('%s', (when, query) => {
    expect(queryFor('conversations', when)).toEqual(query);
  });

  it.each([
    ['free text, which folds here as no search does', '{ conversation.title: Zoe }'],
    [
      'an alternative that cannot be asked',
      '{ any: [{ conversation.open: true }, { message.text: refund }] }',
    ],
    ['what may be missing, negated', '{ none: [{ conversation.waiting_since: { before: -48h } }] }'],
    ['a word that Intercom may have come up with', '{ conversation.source.type: carrier_pigeon }'],
    ['an id that is none of theirs', '{ conversation.admin_assignee_id: "007" }'],
    ['a custom attribute, whose type is not known', '{ conversation.custom_attributes.Seats: { gt: 5 } }'],
  ])('asks for everything: %s', (_why, when) => {
    expect(queryFor('conversations', when)).toBe('always');
  });

  it.each([
    ['a tag that the workspace lacks', '{ conversation.tags: Nobody }'],
    ['a day of the week that it is not', '{ now: { within: { days: [sun] } }, conversation.open: true }'],
  ])('asks for nothing: %s', (_why, when) => {
    expect(queryFor('conversations', when)).toBe('never');
  });

  it('keeps to 15 filters in a group, and leaves out the widest', () => {
    const ratings = Array.from(
      { length: 16 },
      (_, n) => `{ conversation.statistics.count_reopens: { gt: ${n} } }`,
    );
    const query = queryFor(
      'conversations',
      `{ all: [{ any: [${ratings.slice(0, 2).join(', ')}] }, ${ratings.join(', ')}] }`,
    );
    expect(query).toEqual(
      every(...Array.from({ length: 15 }, () => expect.objectContaining({ operator: '>' }))),
    );
  });

  it('leaves out an alternative of more than 15 filters', () => {
    const many = Array.from({ length: 16 }, (_, n) => `{ conversation.statistics.count_reopens: ${n} }`);
    expect(queryFor('conversations', `{ any: [${many.join(', ')}] }`)).toBe('always');
  });
});

describe('a condition over contacts as a search', () => {
  it.each<[string, unknown]>([
    ['{ contact.role: lead }', filter('role', '=', 'lead')],
    [
      '{ contact.tags: { starts_with: "Plan:" } }',
      some(filter('tag_id', '=', '12'), filter('tag_id', '=', '13')),
    ],
    [
      '{ none: [{ contact.tags: { starts_with: "Plan:" } }] }',
      every(filter('tag_id', '!=', '12'), filter('tag_id', '!=', '13')),
    ],
    // By the calendar day of a zone that is not known: a day wider.
    [
      '{ contact.last_seen_at: { before: -30d } }',
      filter('last_seen_at', '<', now - 30 * 86_400 + 26 * 3_600),
    ],
    [
      '{ contact.last_seen_at: { after: -30d } }',
      filter('last_seen_at', '>', now - 30 * 86_400 - 26 * 3_600),
    ],
  ])('%s', (when, query) => {
    expect(queryFor('contacts', when)).toEqual(query);
  });
});
