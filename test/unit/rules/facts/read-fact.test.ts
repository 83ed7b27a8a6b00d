import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../../../functions/rules/facts/extract-facts.ts';
import { UNKNOWN } from '../../../../functions/rules/facts/holding.ts';
import { readFact } from '../../../../functions/rules/facts/read-fact.ts';
import type { GivenFacts, Notification } from '../../../../functions/rules/model.ts';
import { subjectOf } from '../../../../functions/rules/subject.ts';
import { subjectTypes } from '../../../../functions/rules/topics.ts';
import {
  CONTACT_ID,
  CREATED_AT,
  conversationOf,
  partList,
  partOf,
  replyOf,
  tagList,
} from '../../../support/rules/ruleset.ts';

const reader = (notification: Notification, facts?: GivenFacts) => {
  const type = subjectTypes.get(notification.topic) ?? null;
  const held = extractFacts({ notification, ...(facts && { facts }) }, type, subjectOf(notification));
  return (field: string) => readFact(held, field);
};

const notificationOf = (topic: string, item: Record<string, unknown>): Notification => ({
  id: 'notif_1',
  topic,
  created_at: CREATED_AT,
  data: { item },
});

describe('the message that triggered', () => {
  it('is the source of a conversation that was begun', () => {
    const read = reader(
      notificationOf('conversation.user.created', {
        ...conversationOf(),
        source: {
          subject: '<p>Order 5</p>',
          body: '<p>re<b>fund</b></p><p>please</p>',
          author: { type: 'lead', id: CONTACT_ID, name: null, email: '' },
          attachments: [{ type: 'upload' }],
        },
        conversation_parts: partList(partOf('not this')),
      }),
    );
    expect(read('message.text')).toBe('refund\nplease');
    expect(read('message.subject')).toBe('Order 5');
    expect(read('message.anywhere')).toBe('Order 5\nrefund\nplease');
    expect(read('message.author.type')).toBe('lead');
    expect(read('message.author.name')).toBeUndefined();
    expect(read('message.author.email')).toBe('');
    expect(read('message.part_type')).toBeUndefined();
    expect(read('message.has_attachments')).toBe(true);
  });

  it('is what the parts say, in order, joined by a line break', () => {
    const parts = partList(partOf('<p>One</p>'), partOf(null, { part_type: 'assignment' }), partOf('Two'));
    const read = reader(replyOf(null, { conversation_parts: parts }));
    expect(read('message.text')).toBe('One\nTwo');
    expect(read('message.part_type')).toBe('comment');
    expect(read('message.has_attachments')).toBe(false);
  });

  it('has an author and attachments where nobody wrote a word', () => {
    const part = partOf(null, { part_type: 'close', author: { type: 'admin', id: '1' }, attachments: [{}] });
    const read = reader(
      notificationOf('conversation.admin.closed', conversationOf({ conversation_parts: partList(part) })),
    );
    expect(read('message.text')).toBeUndefined();
    expect(read('message.anywhere')).toBeUndefined();
    expect(read('message.language')).toBeUndefined();
    expect(read('message.part_type')).toBe('close');
    expect(read('message.author')).toEqual({ type: 'admin', id: '1' });
    expect(read('message.author.type')).toBe('admin');
    expect(read('message.has_attachments')).toBe(true);
  });

  it('is missing where there is none', () => {
    const read = reader(
      notificationOf('conversation.read', conversationOf({ conversation_parts: partList() })),
    );
    for (const field of [
      'text',
      'subject',
      'anywhere',
      'author.type',
      'part_type',
      'has_attachments',
      'language',
    ]) {
      expect(read(`message.${field}`)).toBeUndefined();
    }
    expect(
      reader(notificationOf('contact.user.updated', { type: 'contact', id: 'c' }))('message.text'),
    ).toBeUndefined();
  });

  it('is the newest part with a body of a conversation that had to be fetched', () => {
    const fetchedConversation = conversationOf({
      conversation_parts: partList(partOf('old'), partOf('newest'), partOf(null, { part_type: 'close' })),
    });
    const read = reader(notificationOf('conversation.user.replied', conversationOf()), {
      conversation: fetchedConversation,
    });
    expect(read('message.text')).toBe('newest');
  });

  it('stays what the notification carries though the conversation was fetched since', () => {
    const read = reader(replyOf('mine'), {
      conversation: conversationOf({ conversation_parts: partList(partOf('later')) }),
    });
    expect(read('message.text')).toBe('mine');
  });

  it('is a part that stands alone, and the note of a ticket', () => {
    const part = {
      type: 'conversation_part',
      conversation_id: 64,
      body: 'gone',
      author: { type: 'admin', id: 1 },
    };
    expect(reader(notificationOf('conversation_part.redacted', part))('message.text')).toBe('gone');
    const note = { type: 'ticket_part', part_type: 'note', body: '<p>note</p>' };
    const ticket = { type: 'ticket', id: '9', ticket_parts: { ticket_parts: [{ body: 'earlier' }, note] } };
    const read = reader(
      notificationOf('ticket.note.created', { type: 'ticket_ticket_part', ticket, ticket_part: note }),
    );
    expect(read('message.text')).toBe('note');
    expect(reader(notificationOf('ticket.closed', { ticket }))('message.text')).toBe('earlier\nnote');
  });

  it('takes the subject of a reply by e-mail', () => {
    const part = partOf('Hello', { email_message_metadata: { subject: 'Re: invoice' } });
    expect(reader(replyOf(null, { conversation_parts: partList(part) }))('message.subject')).toBe(
      'Re: invoice',
    );
  });
});

describe('the objects of a conversation', () => {
  it('has the conversation in full, and its contact by reference', () => {
    const read = reader(replyOf('Hi'));
    expect(read('conversation.state')).toBe('open');
    expect(read('conversation.title')).toBeUndefined();
    expect(read('conversation.text')).toBe(UNKNOWN);
    expect(read('contact.id')).toBe(CONTACT_ID);
    expect(read('contact.external_id')).toBe('5');
    expect(read('contact.email')).toBe(UNKNOWN);
    expect(read('company.id')).toBe(UNKNOWN);
    expect(read('company.plan.name')).toBe(UNKNOWN);
    expect(read('ticket.id')).toBeUndefined();
    expect(read('payload.a')).toBeUndefined();
    expect(read('now')).toBe(CREATED_AT);
  });

  it('takes the first contact where the author is an admin, and none where there is none', () => {
    const parts = partList(partOf('Hi', { author: { type: 'admin', id: '77' } }));
    expect(reader(replyOf(null, { conversation_parts: parts }))('contact.id')).toBe(CONTACT_ID);
    const alone = reader(replyOf(null, { conversation_parts: parts, contacts: { contacts: [] } }));
    expect(alone('contact.email')).toBeUndefined();
    expect(alone('company.name')).toBeUndefined();
  });

  it('takes the author before the first contact, in the list or not', () => {
    const contacts = { contacts: [{ id: 'other' }, { type: 'contact', id: CONTACT_ID, external_id: '9' }] };
    expect(reader(replyOf('Hi', { contacts }))('contact.external_id')).toBe('9');
    expect(reader(replyOf('Hi', { contacts: { contacts: [{ id: 'other' }] } }))('contact.id')).toBe(
      CONTACT_ID,
    );
  });

  it('lets given objects win, in full', () => {
    const read = reader(replyOf('Hi'), {
      contact: { email: 'a@b.test', companies: { data: [{ type: 'company', id: 'co' }], has_more: false } },
      now: 5,
      payload: { a: 1 },
    });
    expect(read('contact.email')).toBe('a@b.test');
    expect(read('contact.name')).toBeUndefined();
    expect(read('contact.id')).toBe(CONTACT_ID);
    expect(read('company.id')).toBe('co');
    expect(read('company.name')).toBe(UNKNOWN);
    expect(read('now')).toBe(5);
    expect(read('payload.a')).toBe(1);
  });

  it('knows of no company where the contact has none, and of the one given', () => {
    expect(reader(replyOf('Hi'), { contact: { email: 'a' } })('company.name')).toBeUndefined();
    expect(reader(replyOf('Hi'), { company: { id: 'co', name: 'Acme' } })('company.name')).toBe('Acme');
  });

  it('finds the ticket that a conversation is', () => {
    expect(reader(replyOf('Hi', { ticket: { id: 7, state: 'x' } }))('ticket.id')).toBe(7);
    const linked = {
      data: [
        { type: 'conversation', id: '1' },
        { type: 'ticket', id: '8' },
      ],
    };
    const read = reader(replyOf('Hi', { linked_objects: linked }));
    expect(read('ticket.id')).toBe('8');
    expect(read('ticket.ticket_state')).toBe(UNKNOWN);
  });

  it('does not take the internal model of an attached contact for the conversation', () => {
    const item = {
      conversation: { parts: [], options: {}, model: { id: 64, user_id: 'u' } },
      contact: { type: 'contact', id: 'c1', email: 'a@b.test' },
    };
    const read = reader(notificationOf('conversation.contact.attached', item));
    expect(read('conversation.id')).toBe('64');
    expect(read('conversation.state')).toBe(UNKNOWN);
    expect(read('conversation.tags')).toBe(UNKNOWN);
    expect(read('contact.email')).toBe('a@b.test');
    expect(read('ticket.id')).toBe(UNKNOWN);
  });

  it('reads all that customers wrote of a fetched conversation', () => {
    const read = reader(replyOf('Hi'), {
      conversation: conversationOf({
        conversation_parts: partList(
          partOf('One'),
          partOf('Admin', { author: { type: 'admin' } }),
          partOf(null),
        ),
      }),
    });
    expect(read('conversation.text')).toBe('Hello\nOne');
  });
});

describe('tags as facts', () => {
  it('are names, and unknown where one is not named or not listed', () => {
    expect(reader(replyOf('Hi', { tags: tagList('A', 'B') }))('conversation.tags')).toEqual(['A', 'B']);
    expect(reader(replyOf('Hi', { tags: undefined }))('conversation.tags')).toBe(UNKNOWN);
    const contact = (tags: unknown) => reader(replyOf('Hi'), { contact: { id: 'c', tags } })('contact.tags');
    expect(contact({ type: 'list', data: [], has_more: false })).toEqual([]);
    expect(contact({ type: 'list', data: [{ id: '1', type: 'tag' }], has_more: false })).toBe(UNKNOWN);
    expect(contact({ data: [{ id: '1', name: 'A' }], has_more: true })).toBe(UNKNOWN);
    expect(contact(undefined)).toBeUndefined();
    expect(contact(['A', 5])).toEqual(['A']);
    const company = (tag_ids: unknown) =>
      reader(notificationOf('company.updated', { type: 'company', id: 'co', tag_ids }))('company.tags');
    expect(company([])).toEqual([]);
    expect(company([1])).toBe(UNKNOWN);
    expect(reader(replyOf('Hi'))('company.tags')).toBe(UNKNOWN);
    expect(reader(replyOf('Hi'), { contact: {} })('company.tags')).toBeUndefined();
  });

  it('name the tag that a tag topic is about', () => {
    const item = {
      type: 'contact_tag',
      tag: { id: '1', name: 'VIP' },
      contact: { type: 'contact', id: 'c' },
    };
    const read = reader(notificationOf('contact.user.tag.created', item));
    expect(read('tag.name')).toBe('VIP');
    expect(read('contact.id')).toBe('c');
    const added = (...names: string[]) =>
      reader(
        notificationOf('conversation_part.tag.created', {
          ...conversationOf(),
          tags_added: tagList(...names),
        }),
      );
    expect(added('A')('tag.name')).toBe('A');
    expect(added('A', 'B')('tag.name')).toEqual(['A', 'B']);
    expect(added()('tag.name')).toBeUndefined();
    const odd = (tags_added: unknown) =>
      reader(notificationOf('conversation_part.tag.created', conversationOf({ tags_added })))('tag.name');
    expect(odd(undefined)).toBeUndefined();
    expect(odd([null, 'A', { name: 'B' }])).toBe('B');
    expect(reader({ id: 'n', topic: 'conversation_part.tag.created' })('tag.name')).toBeUndefined();
  });
});

describe('other fields', () => {
  it('read an unassigned object, a state and lists as one would', () => {
    const ticket = {
      type: 'ticket',
      id: '9',
      admin_assignee_id: '0',
      team_assignee_id: 0,
      ticket_state: { category: 'resolved' },
      contacts: { contacts: [{ id: 'c1' }] },
      ticket_attributes: { 'Root cause. or not': 'x', empty: null },
    };
    const read = reader(notificationOf('ticket.state.updated', ticket));
    expect(read('ticket.admin_assignee_id')).toBeUndefined();
    expect(read('ticket.team_assignee_id')).toBeUndefined();
    expect(read('ticket.ticket_state')).toBe('resolved');
    expect(read('ticket.contacts')).toEqual(['c1']);
    expect(read('ticket.ticket_attributes.Root cause. or not')).toBe('x');
    expect(read('ticket.ticket_attributes.empty')).toBeUndefined();
    expect(read('ticket.ticket_attributes.constructor')).toBeUndefined();
    expect(read('ticket.custom_attributes.x')).toBeUndefined();
    expect(read('contact.id')).toBe('c1');
    expect(read('conversation.state')).toBe(UNKNOWN);
    expect(reader(replyOf('a', { admin_assignee_id: 9608799 }))('conversation.admin_assignee_id')).toBe(
      9608799,
    );
  });

  it('descend a payload by dots, numbers and quotes', () => {
    const payload = { items: [{ 'a.b': 1 }, { price: 2 }], none: null };
    const read = reader(replyOf('a'), { payload });
    expect(read('payload.items.1.price')).toBe(2);
    expect(read('payload.items.0["a.b"]')).toBe(1);
    expect(read('payload.items.7.price')).toBeUndefined();
    expect(read('payload.none')).toBeUndefined();
    expect(read('payload')).toBe(payload);
  });

  it('has both of a company and a contact that were brought together', () => {
    const item = {
      company: { type: 'company', id: 'co', monthly_spend: 0 },
      contact: { type: 'contact', id: 'c1', email: 'a@b.test' },
    };
    const read = reader(notificationOf('company.contact.attached', item));
    expect(read('company.monthly_spend')).toBe(0);
    expect(read('contact.email')).toBe('a@b.test');
    expect(reader(notificationOf('company.updated', { type: 'company', id: 'co' }))('contact.email')).toBe(
      UNKNOWN,
    );
  });
});

describe('what is seldom there', () => {
  it('is the source of a fetched conversation where the item has none', () => {
    const { source: _, ...item } = conversationOf();
    const fetched = { ...conversationOf(), source: { body: '<p>fetched</p>' } };
    const read = reader(notificationOf('conversation.user.created', item), { conversation: fetched });
    expect(read('message.text')).toBe('fetched');
  });

  it('is a ticket state without a category, an item without a name, a tag without an id', () => {
    const ticket = reader(
      notificationOf('ticket.created', { type: 'ticket', id: '7', ticket_state: { type: 'ticket_state' } }),
    );
    expect(ticket('ticket.ticket_state')).toBeUndefined();
    const contact = reader(
      notificationOf('contact.user.tag.created', {
        type: 'contact_tag',
        contact: { type: 'contact', id: 'c1', companies: { data: [{ type: 'company' }, { id: 'co' }, 'x'] } },
        tag: { name: 'VIP' },
      }),
    );
    expect(contact('contact.companies')).toEqual(['company', 'co', 'x']);
    expect(contact('tag.id')).toBeUndefined();
    expect(contact('tag.name')).toBe('VIP');
  });

  it('is a payload of null, and a path into it that leads nowhere', () => {
    const payload = { id: 'n', topic: 'source:billing', payload: { a: null } } as Notification;
    expect(reader(payload)('payload.a')).toBeUndefined();
    expect(reader(payload)('payload["a')).toBeUndefined();
  });

  it('is the text of a conversation that is none, or that lists no parts', () => {
    const contact = notificationOf('contact.user.created', { type: 'contact', id: 'c1' });
    expect(reader(contact)('conversation.text')).toBe(UNKNOWN);
    const { conversation_parts: _, ...fetched } = conversationOf();
    expect(reader(replyOf('Hi'), { conversation: fetched })('conversation.text')).toBe('Hello');
  });
});
