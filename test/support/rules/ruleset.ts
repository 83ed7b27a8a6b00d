/** Small factories for rulesets in their stored form and for notifications, in the shapes of 2026's captures. */

import type {
  Condition,
  FieldTest,
  Notification,
  Rule,
  Ruleset,
  Value,
} from '../../../functions/rules/model.ts';

export function rulesetOf(rules: Rule[], more: Partial<Omit<Ruleset, 'rules'>> = {}): Ruleset {
  return {
    version: 1,
    settings: { timezone: 'UTC', create_missing_tags: true, remove_only_own: false, exclusive: [] },
    lists: {},
    conditions: {},
    sources: {},
    ...more,
    rules,
  };
}

export function settingsOf(more: Partial<Ruleset['settings']>): Ruleset['settings'] {
  return { timezone: 'UTC', create_missing_tags: true, remove_only_own: false, exclusive: [], ...more };
}

/** A live rule on every conversation topic that adds a tag of its own name. */
export function ruleOf(id: string, when?: Condition, more: Partial<Rule> = {}): Rule {
  return {
    id,
    trigger: ['conversation.*'],
    ...(when && { when }),
    then: [{ target: 'subject', add: [{ name: id }], remove: [] }],
    mode: 'live',
    priority: 0,
    stop: false,
    once: false,
    keep: false,
    tests: [],
    ...more,
  };
}

export function test(
  field: string,
  operator: FieldTest['operator'],
  values: Value | Value[],
  more: Partial<FieldTest> = {},
): FieldTest {
  return { field, operator, values: Array.isArray(values) ? values : [values], ...more };
}

export const words = (...values: string[]): FieldTest => test('message.text', 'words', values);

export const CONVERSATION_ID = '64619700005694';
export const CONTACT_ID = '6762f09a1bb69f9f2193bb34';
/** 2026-01-10T04:37:49Z, a Saturday. */
export const CREATED_AT = 1_768_019_869;

/** A customer's reply, by reference to its contact, in a conversation without tags. */
export function replyOf(body: string | null, item: Record<string, unknown> = {}): Notification {
  return {
    id: 'notif_1',
    topic: 'conversation.user.replied',
    created_at: CREATED_AT,
    data: { item: { ...conversationOf(), conversation_parts: partList(partOf(body)), ...item } },
  };
}

export function partOf(body: string | null, more: Record<string, unknown> = {}): Record<string, unknown> {
  const author = { type: 'user', id: CONTACT_ID, name: 'Ada', email: 'ada@example.com' };
  return { type: 'conversation_part', id: '1', part_type: 'comment', body, author, attachments: [], ...more };
}

export function partList(...parts: Record<string, unknown>[]): Record<string, unknown> {
  return { type: 'conversation_part.list', conversation_parts: parts, total_count: parts.length };
}

export function tagList(...names: string[]): Record<string, unknown> {
  return {
    type: 'tag.list',
    tags: names.map((name, index) => ({ type: 'tag', id: String(index + 1), name })),
  };
}

export function conversationOf(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'conversation',
    id: CONVERSATION_ID,
    created_at: CREATED_AT - 60,
    state: 'open',
    open: true,
    priority: 'not_priority',
    tags: tagList(),
    contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: CONTACT_ID, external_id: '5' }] },
    source: {
      type: 'conversation',
      subject: '',
      body: '<p>Hello</p>',
      author: { type: 'user', id: CONTACT_ID, name: 'Ada', email: 'ada@example.com' },
      attachments: [],
    },
    custom_attributes: {},
    ...more,
  };
}
