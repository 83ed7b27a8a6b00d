import { describe, expect, it } from 'vitest';
import { parseNotification } from '../../../functions/rules/parse-notification.ts';

const parse = (json: unknown) => parseNotification(JSON.stringify(json));

describe('parseNotification', () => {
  it('keeps what came, fields that it does not know included', () => {
    const whole = {
      type: 'notification_event',
      id: 'notif_1',
      topic: 'conversation.user.created',
      app_id: 'abc',
      created_at: 1_767_787_200,
      first_sent_at: 5,
      data: { type: 'notification_event_data', item: { type: 'conversation', id: '1' } },
    };
    expect(parse(whole)).toEqual(whole);
  });

  it('takes bytes', () => {
    expect(parseNotification(new TextEncoder().encode('{"id":"é","topic":"ping"}'))).toEqual({
      id: 'é',
      topic: 'ping',
    });
  });

  it.each([
    ['an id that is a number', { id: 5, topic: 'ping' }, { id: '5', topic: 'ping' }],
    ['an id that is null', { id: null, topic: 'ping' }, { id: null, topic: 'ping' }],
    ['no id', { topic: 'ping' }, { id: null, topic: 'ping' }],
    [
      'null for what need not be there',
      { id: null, topic: 'ping', app_id: null, created_at: null, data: null },
      { id: null, topic: 'ping' },
    ],
    ['an item that is null', { topic: 'ping', data: { item: null } }, { id: null, topic: 'ping', data: {} }],
    ['data without an item', { topic: 'ping', data: {} }, { id: null, topic: 'ping', data: {} }],
  ])('takes %s', (_, json, expected) => {
    expect(parse(json)).toEqual(expected);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a text', '"ping"'],
    ['null', 'null'],
    ['no topic', '{"id":"1"}'],
    ['a topic that is no text', '{"topic":5}'],
    ['a time that is no number', '{"topic":"ping","created_at":"now"}'],
    ['data that is a list', '{"topic":"ping","data":[]}'],
    ['an item that is a text', '{"topic":"ping","data":{"item":"x"}}'],
  ])('refuses %s', (_, text) => {
    expect(parseNotification(text)).toBeUndefined();
  });
});
