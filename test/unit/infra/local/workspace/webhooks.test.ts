import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { emulator } from './emulator.ts';

interface Received {
  readonly method: string;
  readonly headers: Headers;
  readonly text: string;
}

function receiver(answer: (count: number) => Response = () => new Response()) {
  const received: Received[] = [];
  let posts = 0;
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    const request = new Request('http://receiver.example.test', init);
    received.push({ method: request.method, headers: request.headers, text: await request.text() });
    return request.method === 'HEAD' ? new Response() : answer(posts++);
  };
  return { fetch, received, posts: () => received.filter(({ method }) => method === 'POST') };
}

const subscription = { url: 'http://receiver.example.test/webhooks/intercom', secret: 'shh' };

it('validates the URL with a HEAD, then signs the raw body of each notification', async () => {
  const { fetch, received, posts } = receiver();
  const { workspace, ...make } = emulator({ fetch });
  await workspace.subscribe(subscription);
  expect(received.map(({ method }) => method)).toEqual(['HEAD']);

  const contact = await make.contact({ email: 'ann@example.test' });
  await make.conversation(contact, 'I want a refund');
  await workspace.webhooks.idle();

  const [, created] = posts();
  const body = JSON.parse(created?.text ?? '');
  expect(created?.headers.get('x-hub-signature')).toBe(
    `sha1=${createHmac('sha1', 'shh')
      .update(created?.text ?? '')
      .digest('hex')}`,
  );
  expect(body).toMatchObject({
    type: 'notification_event',
    app_id: 'tagwright-local',
    topic: 'conversation.user.created',
    id: expect.stringMatching(/^notif_/),
    delivery_status: 'pending',
    delivery_attempts: 1,
    data: {
      type: 'notification_event_data',
      item: {
        type: 'conversation',
        source: { body: '<p>I want a refund</p>', author: { type: 'user', email: 'ann@example.test' } },
        contacts: { contacts: [{ type: 'contact', id: contact, external_id: null }] },
      },
    },
  });
});

it('tells of a tag on a conversation with the tag that was added', async () => {
  const { fetch, posts } = receiver();
  const { workspace, call, admin, ...make } = emulator({ fetch });
  await workspace.subscribe({ ...subscription, topics: ['conversation_part.tag.created'] });
  const conversation = await make.conversation(await make.contact());
  const tag = await make.tag('VIP');
  await call('POST', `/conversations/${conversation}/tags`, { id: tag, admin_id: admin });
  await workspace.webhooks.idle();
  expect(posts().map(({ text }) => JSON.parse(text).data.item)).toMatchObject([
    { id: conversation, tags_added: { type: 'tag.list', tags: [{ type: 'tag', id: tag, name: 'VIP' }] } },
  ]);
});
