import { describe, expect, it } from 'vitest';
import { exampleFacts } from '../../../../functions/rules/facts/example-facts.ts';
import { readFact } from '../../../../functions/rules/facts/read-fact.ts';

const NOW = 1_767_787_200;

const read = (given: Record<string, unknown>, field: string) =>
  readFact(exampleFacts('conversation.user.replied', 'conversation', { now: NOW, ...given }, 'UTC'), field);

describe('the facts of an example', () => {
  it.each<[says: string, given: Record<string, unknown>, field: string, value: unknown]>([
    ['a field', { 'contact.email': 'a@b.test' }, 'contact.email', 'a@b.test'],
    ['what is not given', { 'contact.email': 'a@b.test' }, 'contact.name', undefined],
    ['null', { 'contact.email': null }, 'contact.email', undefined],
    ['a field of a map', { 'company.plan': { name: 'Pro' } }, 'company.plan.name', 'Pro'],
    ['a map of a field', { 'company.plan.name': 'Pro' }, 'company.plan', { name: 'Pro' }],
    ['a map of null', { 'company.plan.name': null }, 'company.plan', undefined],
    ['an author', { 'message.author': { type: 'admin' } }, 'message.author.type', 'admin'],
    [
      'the later of two',
      { 'message.author.type': 'user', 'message.author': { type: 'admin' } },
      'message.author.type',
      'admin',
    ],
    [
      'an attribute',
      { 'contact.custom_attributes.VIP. level': 'gold' },
      'contact.custom_attributes.VIP. level',
      'gold',
    ],
    [
      'an attribute of a map',
      { 'contact.custom_attributes': { 'VIP. level': 'gold' } },
      'contact.custom_attributes.VIP. level',
      'gold',
    ],
    ['a payload', { payload: { a: [{ b: 1 }] } }, 'payload.a.0.b', 1],
    ['a part of a payload', { 'payload.a': { b: 1 } }, 'payload.a.b', 1],
    ['a payload of parts', { 'payload.a.b': 1, 'payload.a.c': 2 }, 'payload', { a: { b: 1, c: 2 } }],
    ['a quoted part', { 'payload["a.b"].c': 1 }, 'payload.["a.b"].c', 1],
    ['a payload that is a list', { payload: [5] }, 'payload.0', 5],
    ['a list', { 'contact.tags': ['A', 'B'] }, 'contact.tags', ['A', 'B']],
    ['no items', { 'contact.tags': [] }, 'contact.tags', []],
    ['tags that nobody gives', { 'contact.name': 'Ada' }, 'contact.tags', undefined],
    [
      'the tags of a conversation that nobody gives',
      { 'conversation.open': true },
      'conversation.tags',
      undefined,
    ],
    [
      'nobody who is assigned',
      { 'conversation.admin_assignee_id': '0' },
      'conversation.admin_assignee_id',
      undefined,
    ],
    ['a time ago', { 'contact.last_seen_at': '-1h' }, 'contact.last_seen_at', NOW - 3600],
    [
      'a time ago in a map',
      { 'contact.custom_attributes': { seen: '-1h' } },
      'contact.custom_attributes.seen',
      NOW - 3600,
    ],
    ['a text like a time ago', { 'contact.name': '-1h' }, 'contact.name', '-1h'],
    [
      'no text of a conversation that nobody gives',
      { 'contact.name': 'Ada' },
      'conversation.text',
      undefined,
    ],
    ['the text of the conversation', { 'conversation.text': 'Hello' }, 'conversation.text', 'Hello'],
    ['the tag of a topic', { 'tag.name': 'VIP' }, 'tag.name', 'VIP'],
    ['a key like any other', { payload: JSON.parse('{"__proto__":{"x":1}}') }, 'payload.__proto__.x', 1],
    ['a key like any other in a path', { 'payload.__proto__.x': 1 }, 'payload.__proto__.x', 1],
  ])('are %s', (_, given, field, value) => {
    expect(read(given, field)).toEqual(value);
  });

  it('leave what is given as it is', () => {
    const given = { payload: { a: {} }, 'payload.a.b': 1 };
    expect(read(given, 'payload.a.b')).toBe(1);
    expect(given).toEqual({ payload: { a: {} }, 'payload.a.b': 1 });
  });
});
