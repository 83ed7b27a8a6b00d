import type { DecisionCase } from './case-file.ts';

type Given = Pick<
  DecisionCase,
  'topic' | 'notification_id' | 'created_at' | 'item' | 'text' | 'body' | 'repeat' | 'author' | 'tags'
>;

/** A customer's reply in an open conversation, as Intercom sends it, with what the case gives instead. */
export function givenNotification(given: Given): Record<string, unknown> {
  const { topic = 'conversation.user.replied', created_at = 1_767_787_200 } = given;
  return {
    type: 'notification_event',
    app_id: 'abc123def',
    data: { type: 'notification_event_data', item: item(given) },
    links: {},
    id: given.notification_id === undefined ? 'notif_1' : given.notification_id,
    topic,
    delivery_status: 'pending',
    delivery_attempts: 1,
    delivered_at: 0,
    first_sent_at: created_at,
    created_at,
    self: null,
  };
}

function item(given: Given): Record<string, unknown> {
  const { type } = given.item ?? {};
  if (given.item !== undefined && type !== undefined && type !== 'conversation') return given.item;
  const author = given.author ?? {
    type: 'user',
    id: '6762f09a1bb69f9f2193bb34',
    name: 'Ada',
    email: 'ada@corp.test',
  };
  const fields: Record<string, unknown> = {
    type: 'conversation',
    id: '64619700005694',
    created_at: 1_767_780_000,
    state: 'open',
    open: true,
    source: {
      type: 'conversation',
      id: '1',
      delivered_as: 'customer_initiated',
      subject: '',
      body: '<p>Hi</p>',
      author,
    },
    contacts: {
      type: 'contact.list',
      contacts: [{ type: 'contact', id: '6762f09a1bb69f9f2193bb34', external_id: 'ext-1' }],
    },
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: [
        {
          type: 'conversation_part',
          id: '2',
          part_type: 'comment',
          body: body(given),
          author,
          attachments: [],
        },
      ],
    },
    tags: tagList(given.tags ?? []),
    ...given.item,
  };
  if (given.tags === 'none' || fields['tags'] === 'none') delete fields['tags'];
  return fields;
}

function body({ text, body, repeat }: Given): string {
  if (body !== undefined) return body;
  if (repeat !== undefined) return repeat.first + repeat.text.repeat(repeat.times) + repeat.then;
  return (text ?? 'hello').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const tagList = (names: readonly string[] | 'none') => ({
  type: 'tag.list',
  tags: names === 'none' ? [] : names.map((name, index) => ({ type: 'tag', id: String(index + 1), name })),
});
