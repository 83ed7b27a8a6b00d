import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionTest } from '../../../../../infra/cli/ops/erase/mention-test.ts';

const contact = { type: 'contact', id: '6762f09a1bb69f9f2193bb34' } as const;
const conversation = { type: 'conversation', id: '215469' } as const;

describe('mentionTest', () => {
  it.each([
    ['a list of ids', { people: [contact.id] }],
    ['a key', { pk: `PERSON#${contact.id}`, sk: '2026' }],
    ['a name', { [contact.id]: 1 }],
    ['gzip', { text: gzipSync(JSON.stringify({ contacts: [{ id: contact.id }] })) }],
    ['JSON within JSON', { text: gzipSync(JSON.stringify({ notification: `{"user":"${contact.id}"}` })) }],
    ['a text', { note: `says ${contact.id}, too` }],
  ])('finds a contact in %s', (_, value) => {
    expect(mentionTest(contact, [])(value)).toBe(true);
  });

  it.each([
    ['an object of its type', { subject: { type: 'conversation', id: '215469' } }, true],
    ['a number', { item: { type: 'conversation', id: 215_469 } }, true],
    ['a field that says so', { conversation_id: 215_469 }, true],
    ['a record', { identity: 'conversation.user.replied/conversation:215469/part:7' }, true],
    ['an address', { links: 'https://app.intercom.com/a/apps/x/conversations/215469?a' }, true],
    [
      'a part of the same number',
      { identity: 'conversation.user.replied/conversation:9/part:215469' },
      false,
    ],
    ['a longer id', { subject: { type: 'conversation', id: '2154690' } }, false],
    ['a count', { attempts: 215_469 }, false],
  ])('a conversation in %s', (_, value, expected) => {
    expect(mentionTest(conversation, [])(value)).toBe(expected);
  });

  it.each([
    ['as it is', 'Write to ann@acme.example.', true],
    ['in capitals', 'ANN@Acme.example', true],
    ['after a line break in JSON', '{"body":"Hello\\nann@acme.example"}', true],
    ['in a tag', '<a href="mailto:ann@acme.example">', true],
    ["in somebody else's", 'joann@acme.example jo.ann@acme.example ann@acme.example.org', false],
  ])('an e-mail address %s', (_, text, expected) => {
    expect(mentionTest(contact, ['ann@acme.example'])({ text })).toBe(expected);
  });

  it('never takes a short id for a count, a part or a time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.constantFrom('contact', 'conversation'),
        (n, type) => {
          const id = String(n);
          const mentions = mentionTest(type === 'contact' ? { type, id } : { type: 'conversation', id }, []);
          expect(mentions({ pk: `NOTIFICATION#app#x/company:${id}/part:${id}`, ms: n, order: id })).toBe(
            false,
          );
          expect(mentions({ pk: `TARGET#${type}#${id}` })).toBe(true);
        },
      ),
    );
  });
});
