import { describe, expect, it } from 'vitest';
import { attributeName, fieldNames, fieldType, payloadPath } from '../../../functions/rules/fields.ts';

describe('fieldType', () => {
  it.each([
    ['message.text', 'text'],
    ['message.has_attachments', 'boolean'],
    ['conversation.admin_assignee_id', 'text'],
    ['conversation.conversation_rating.rating', 'number'],
    ['conversation.waiting_since', 'date'],
    ['conversation.tags', 'list'],
    ['company.plan', 'object'],
    ['company.plan.name', 'text'],
    ['contact.location.country', 'text'],
    ['ticket.ticket_state', 'text'],
    ['tag.name', 'text'],
    ['now', 'date'],
    ['payload', 'object'],
    ['payload.data.items.0.price', 'dynamic'],
    ['contact.custom_attributes.Favourite colour (v. 2)', 'dynamic'],
    ['ticket.ticket_attributes._default_title_', 'dynamic'],
  ])('%s is %s', (name, type) => {
    expect(fieldType(name)).toBe(type);
  });

  it.each([
    'subject',
    'Message.text',
    'contact.custom_attributes.',
    'payload.',
    'payload..a',
    'payloads.a',
    'toString',
  ])('does not know %s', (name) => {
    expect(fieldType(name)).toBeUndefined();
  });

  it('knows every name that it lists', () => {
    expect(fieldNames().filter((name) => fieldType(name) === undefined)).toEqual([]);
    expect(fieldNames().length).toBeGreaterThan(200);
  });
});

describe('attributeName', () => {
  it('takes everything after the prefix, dots and spaces included', () => {
    expect(attributeName('company.custom_attributes.Renewal v2.1 date')).toEqual([
      'company.custom_attributes.',
      'Renewal v2.1 date',
    ]);
    expect(attributeName('company.name')).toBeUndefined();
  });
});

describe('payloadPath', () => {
  it('descends at dots and keeps quoted keys whole', () => {
    expect(payloadPath('payload.data.0.id')).toEqual(['data', '0', 'id']);
    expect(payloadPath('payload["a.b"].c["d \\"e\\""]')).toEqual(['a.b', 'c', 'd "e"']);
    expect(payloadPath('payload.["a.b"].c.["d"]')).toEqual(['a.b', 'c', 'd']);
  });

  it.each(['payload', 'payload.', 'payload.a.', 'payload["a', 'payload.a[0]', 'contact.email'])(
    'is undefined for %s',
    (field) => {
      expect(payloadPath(field)).toBeUndefined();
    },
  );
});
