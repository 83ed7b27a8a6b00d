import { describe, expect, it } from 'vitest';
import { objectOf, subjectOf } from '../../../functions/rules/subject.ts';

const notification = (topic: string, item?: Record<string, unknown>) => ({
  id: 'notif_1',
  topic,
  ...(item && { data: { item } }),
});

describe('subjectOf', () => {
  it.each([
    ['conversation.user.replied', { type: 'conversation', id: '64' }, 'conversation', '64'],
    [
      'conversation.contact.attached',
      { conversation: { parts: [], options: {}, model: { id: 215472621202693 } }, contact: { id: 'c1' } },
      'conversation',
      '215472621202693',
    ],
    ['contact.user.tag.created', { contact: { type: 'contact' }, contact_id: 'c2' }, 'contact', 'c2'],
    [
      'conversation_part.tag.created',
      { type: 'conversation', id: '64', tags_added: {} },
      'conversation',
      '64',
    ],
    [
      'conversation_part.redacted',
      { type: 'conversation_part', id: '9', conversation_id: 64 },
      'conversation',
      '64',
    ],
    [
      'conversation_part.redacted',
      { type: 'conversation_part', id: '9', conversation: { type: 'conversation', id: '64' } },
      'conversation',
      '64',
    ],
    ['contact.user.updated', { type: 'contact', id: 'c1', external_id: '5' }, 'contact', 'c1'],
    [
      'contact.user.tag.created',
      { type: 'contact_tag', tag: { id: 't' }, contact: { id: 'c1' } },
      'contact',
      'c1',
    ],
    ['contact.subscribed', { type: 'contact_subscribe', contact: { id: 'c1' } }, 'contact', 'c1'],
    ['company.updated', { type: 'company', id: 'co', company_id: '6' }, 'company', 'co'],
    ['company.contact.attached', { company: { id: 'co' }, contact: { id: 'c1' } }, 'company', 'co'],
    ['ticket.created', { type: 'ticket', id: 215, ticket_id: '66' }, 'ticket', '215'],
    ['ticket.closed', { ticket: { type: 'ticket', id: '215' } }, 'ticket', '215'],
    ['ticket.note.created', { type: 'ticket_ticket_part', ticket: { id: '215' } }, 'ticket', '215'],
  ] as const)('%s, whatever the shape of its item', (topic, item, type, id) => {
    expect(subjectOf(notification(topic, item))).toEqual({ type, id });
  });

  it.each([
    ['conversation.deleted', { type: 'conversation', conversation_id: '64' }],
    ['contact.archived', { type: 'contact', id: 'c1' }],
    ['admin.logged_in', { type: 'admin', id: '1' }],
    ['no.such.topic', { type: 'conversation', id: '64' }],
    ['conversation_part.redacted', { type: 'conversation_part', id: '9' }],
    ['contact.user.updated', { type: 'contact', id: '' }],
    ['company.updated', { type: 'contact_company', company_id: '6' }],
    ['conversation.contact.attached', { conversation: { model: {} } }],
    ['ticket.created', undefined],
  ])('%s has none', (topic, item) => {
    expect(subjectOf(notification(topic, item))).toBeNull();
  });
});

describe("the subject of a source's webhook", () => {
  const webhook = {
    ...notification('source:billing'),
    payload: { subject: { type: 'contact', id: 'forged' } },
  };

  it('is what was found for it, and nothing that the payload says', () => {
    expect(subjectOf(webhook)).toBeNull();
    const found = { type: 'contact', id: 'c1' } as const;
    expect(subjectOf({ ...webhook, subject: found })).toEqual(found);
    expect(objectOf({ ...webhook, subject: found })).toEqual(found);
  });

  it('says nothing of another topic', () => {
    const subject = { type: 'contact', id: 'c1' } as const;
    expect(subjectOf({ ...notification('conversation.user.replied'), subject })).toBeNull();
  });
});

describe('objectOf', () => {
  it('still names what is gone', () => {
    const deleted = { type: 'conversation', conversation_id: '64' };
    expect(objectOf(notification('conversation.deleted', deleted))).toEqual({
      type: 'conversation',
      id: '64',
    });
    expect(objectOf(notification('contact.deleted', { type: 'contact', id: 'c1', deleted: true }))).toEqual({
      type: 'contact',
      id: 'c1',
    });
  });

  it('is the subject where there is one, and null for what is no taggable object', () => {
    expect(objectOf(notification('ticket.created', { id: '3' }))).toEqual({ type: 'ticket', id: '3' });
    expect(objectOf(notification('ping', { type: 'ping' }))).toBeNull();
  });
});
