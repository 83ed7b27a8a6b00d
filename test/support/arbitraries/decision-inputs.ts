import * as fc from 'fast-check';
import type { DecisionInput, GivenFacts, Notification } from '../../../functions/rules/model.ts';
import { texts } from './texts.ts';

const CONTACT_IDS = ['6762f09a1bb69f9f2193bb34', '6762f09a1bb69f9f2193bb35'];
const COMPANY_IDS = ['66c2f9a81bb69f9f2193bb01', '66c2f9a81bb69f9f2193bb02'];

const tag = fc.constantFrom('Refund', 'TRIAGE', 'vip', 'Low', 'café', 'Plan: Enterprise');
const named = fc
  .uniqueArray(tag, { maxLength: 4 })
  .map((names) => names.map((name, index) => ({ type: 'tag', id: String(index + 1), name })));

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const withoutUndefined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** A conversation as a webhook carries it: the triggering part alone, contacts by reference. */
const conversations = (): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      text: texts(),
      title: maybe(texts()),
      authorType: fc.constantFrom('user', 'lead'),
      contacts: fc.constantFrom(CONTACT_IDS.slice(0, 1), CONTACT_IDS),
      state: fc.constantFrom('open', 'closed', 'snoozed'),
      priority: fc.constantFrom('priority', 'not_priority'),
      open: fc.boolean(),
      admin_assignee_id: fc.constantFrom(17, '17', 0, '0', null),
      conversation_rating: fc.option(fc.record({ rating: fc.integer({ min: 1, max: 5 }) })),
      custom_attributes: fc.constantFrom(
        {},
        { 'Order No. 1': 5 },
        { 'Order No. 1': '5' },
        { 'Order No. 1': 'five' },
      ),
      tags: maybe(named.map((tags) => ({ type: 'tag.list', tags }))),
      created_at: fc.integer({ min: 1_767_600_000, max: 1_768_100_000 }),
    })
    .map(({ text, title, authorType, contacts, ...fields }) => {
      const author = { type: authorType, id: contacts[0], name: 'Ada', email: 'ada@example.com' };
      return withoutUndefined({
        type: 'conversation',
        id: '64619700005694',
        title,
        source: { type: 'conversation', id: '1', subject: '', body: text, author },
        conversation_parts: {
          type: 'conversation_part.list',
          conversation_parts: [
            { type: 'conversation_part', id: '2', part_type: 'comment', body: text, author },
          ],
        },
        contacts: {
          type: 'contact.list',
          contacts: contacts.map((id) => ({ type: 'contact', id, external_id: `ext-${id}` })),
        },
        ...fields,
      });
    });

const notifications = (): fc.Arbitrary<Notification> =>
  fc
    .record({
      topic: fc.constantFrom(
        'conversation.user.replied',
        'conversation.user.created',
        'conversation.user.replied',
      ),
      item: conversations(),
      created_at: fc.integer({ min: 1_767_600_000, max: 1_768_200_000 }),
    })
    .map(({ topic, item, created_at }) => ({
      type: 'notification_event',
      app_id: 'abc123def',
      id: 'notif_1',
      topic,
      created_at,
      data: { type: 'notification_event_data', item },
    }));

const contactFacts = (): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      email: maybe(fc.constantFrom('ada@example.com', 'Ada@EXAMPLE.com', 'bob@corp.test', '')),
      role: maybe(fc.constantFrom('user', 'lead')),
      last_seen_at: maybe(
        fc.oneof(fc.integer({ min: 1_766_000_000, max: 1_768_000_000 }), fc.constant('2026-01-05T10:00:00Z')),
      ),
      custom_attributes: fc.constantFrom({}, { seats: 3 }, { seats: '12' }, { seats: 'many' }),
      tags: fc.constantFrom(
        { type: 'list', data: [], has_more: false },
        { type: 'list', data: [{ type: 'tag', id: '9', name: 'VIP' }], has_more: false },
        { type: 'list', data: [{ type: 'tag', id: '9', url: '/tags/9' }], has_more: false },
        { type: 'list', data: [{ type: 'tag', id: '9', name: 'VIP' }], has_more: true },
      ),
      companies: fc.subarray(COMPANY_IDS).map((ids) => ({
        type: 'list',
        data: ids.map((id) => ({ type: 'company', id, url: `/companies/${id}` })),
        has_more: false,
      })),
    })
    .map((fields) => withoutUndefined({ type: 'contact', id: CONTACT_IDS[0], ...fields }));

const companyFacts = (): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      plan: fc.constantFrom(
        null,
        { type: 'plan', id: '1', name: 'Enterprise' },
        { type: 'plan', id: '2', name: 'free' },
      ),
      monthly_spend: maybe(fc.constantFrom(0, 99, 100, 101.5)),
      tags: named.map((tags) => ({ type: 'tag.list', tags })),
    })
    .map((fields) => withoutUndefined({ type: 'company', id: COMPANY_IDS[0], ...fields }));

/** Facts that a person, or a fetch, might add: a given company is the given contact's first. */
const givenFacts = (): fc.Arbitrary<GivenFacts> =>
  fc
    .record({ contact: maybe(contactFacts()), company: maybe(companyFacts()), once: fc.boolean() })
    .map(({ contact, company, once }) => ({
      ...(contact !== undefined && { contact: company === undefined ? contact : ofCompany(contact) }),
      ...(company !== undefined && { company }),
      ledger: { matched: once ? ['rule-0', 'rule-1'] : [] },
    }));

const ofCompany = (contact: Record<string, unknown>): Record<string, unknown> => ({
  ...contact,
  companies: { type: 'list', data: COMPANY_IDS.map((id) => ({ type: 'company', id })), has_more: false },
});

export const decisionInputs = (): fc.Arbitrary<DecisionInput> =>
  fc.record({ notification: notifications(), facts: givenFacts() });
