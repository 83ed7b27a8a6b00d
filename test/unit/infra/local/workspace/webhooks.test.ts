import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { saveCore } from '../../../../../infra/local/workspace/saved-core.ts';
import type { WorkspaceSettings } from '../../../../../infra/local/workspace/workspace.ts';
import { emulator } from './emulator.ts';
import { manualTimers } from './manual-timers.ts';

const MINUTE = 60_000;
const subscription = { url: 'http://receiver.example.test/webhooks/intercom', secret: 'shh' };

/** A workspace that sends to us, and what we got. `answer` is given how many came before. */
async function subscribed(
  answer: (count: number) => Response | Promise<Response> = () => new Response(),
  settings: WorkspaceSettings = {},
  topics?: string[],
) {
  const timers = manualTimers();
  const heads: string[] = [];
  const posts: { headers: Headers; text: string }[] = [];
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    const request = new Request('http://receiver.example.test', init);
    if (request.method === 'HEAD') {
      heads.push(request.headers.get('user-agent') ?? '');
      return new Response();
    }
    posts.push({ headers: request.headers, text: await request.text() });
    const late = new Promise<never>((_resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(new Error('aborted')));
    });
    return Promise.race([answer(posts.length - 1), late]);
  };
  const made = emulator({ ...settings, timers, fetch });
  await made.workspace.subscribe({ ...subscription, topics });
  return {
    ...made,
    timers,
    heads,
    posts,
    bodies: () => posts.map(({ text }) => JSON.parse(text)),
    pass: async (ms: number) => {
      timers.advance(ms);
      await timers.settle();
    },
  };
}

const never = () => new Promise<Response>(() => {});

describe('a notification', () => {
  it('comes after a HEAD that validates the URL, and is signed over its raw body', async () => {
    const { heads, posts, timers, ...it } = await subscribed();
    expect(heads).toEqual(['intercom-parrot-service-client/1.0']);
    await it.contact();
    await timers.settle();
    const [post] = posts;
    expect(Object.fromEntries(post?.headers ?? [])).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'intercom-parrot-service-client/1.0',
      'x-hub-signature': `sha1=${createHmac('sha1', 'shh')
        .update(post?.text ?? '')
        .digest('hex')}`,
    });
  });

  it('has the envelope of the captures', async () => {
    const { bodies, timers, ...it } = await subscribed();
    await it.contact({ email: 'ann@example.test' });
    await timers.settle();
    const created = timers.now() / 1000;
    expect(bodies()).toEqual([
      {
        type: 'notification_event',
        app_id: 'tagwright-local',
        data: { type: 'notification_event_data', item: expect.objectContaining({ type: 'contact' }) },
        links: {},
        id: expect.stringMatching(/^notif_[0-9a-f-]{36}$/),
        topic: 'contact.user.created',
        delivery_status: 'pending',
        delivery_attempts: 1,
        delivered_at: 0,
        first_sent_at: created,
        created_at: created,
        self: null,
      },
    ]);
  });

  it('has no id and no status where it is a ping', async () => {
    const { workspace, bodies, timers } = await subscribed();
    workspace.ping();
    await timers.settle();
    expect(bodies()).toMatchObject([
      { id: null, delivery_status: null, topic: 'ping', data: { item: { type: 'ping' } } },
    ]);
  });

  it('carries ISO times for a contact, unix seconds for a conversation, thin contacts and no other part', async () => {
    const { bodies, timers, call, admin, ...it } = await subscribed();
    const contact = await it.contact({ external_id: 'ext-1', email: 'ann@example.test' });
    const conversation = await it.conversation(contact, 'I want a refund');
    const reply = (body: string) =>
      call('POST', `/conversations/${conversation}/reply`, {
        message_type: 'comment',
        type: 'user',
        intercom_user_id: contact,
        body,
      });
    await reply('one');
    await reply('two');
    await timers.settle();
    const [created, started, , second] = bodies();
    expect(created.data.item.created_at).toBe('2026-01-10T00:00:00.000+00:00');
    expect(started).toMatchObject({
      topic: 'conversation.user.created',
      data: {
        item: {
          created_at: timers.now() / 1000,
          source: { body: '<p>I want a refund</p>', author: { type: 'user', email: 'ann@example.test' } },
          conversation_parts: { conversation_parts: [], total_count: 0 },
          teammates: { type: 'admin.list', admins: [] },
          statistics: { first_contact_reply_at: '2026-01-10T00:00:00.000+00:00' },
        },
      },
    });
    expect(started.data.item.contacts.contacts).toEqual([
      { type: 'contact', id: contact, external_id: 'ext-1' },
    ]);
    expect(second.topic).toBe('conversation.user.replied');
    expect(second.data.item.conversation_parts).toMatchObject({
      conversation_parts: [{ body: '<p>two</p>', part_type: 'comment' }],
      total_count: 1,
    });
    expect(admin).not.toBe('');
  });

  it.each<[string, string[], (made: Awaited<ReturnType<typeof subscribed>>) => Promise<unknown>]>([
    [
      'a conversation is tagged, and not when it is untagged or tagged again',
      ['conversation_part.tag.created'],
      async ({ call, admin, ...it }) => {
        const conversation = await it.conversation(await it.contact());
        const tag = await it.tag('VIP');
        const path = `/conversations/${conversation}/tags`;
        await call('POST', path, { id: tag, admin_id: admin });
        await call('POST', path, { id: tag, admin_id: admin });
        await call('DELETE', `${path}/${tag}`, { admin_id: admin });
      },
    ],
    [
      'a contact is tagged and untagged',
      ['contact.lead.tag.created', 'contact.lead.tag.deleted'],
      async ({ call, ...it }) => {
        const contact = await it.contact({ role: 'lead' });
        const tag = await it.tag('VIP');
        await call('POST', `/contacts/${contact}/tags`, { id: tag });
        await call('DELETE', `/contacts/${contact}/tags/${tag}`);
      },
    ],
    [
      'an admin works on a conversation',
      [
        'conversation.admin.replied',
        'conversation.admin.noted',
        'conversation.admin.assigned',
        'conversation.admin.snoozed',
        'conversation.admin.unsnoozed',
        'conversation.admin.closed',
        'conversation.admin.opened',
      ],
      async ({ call, admin, ...it }) => {
        const conversation = await it.conversation(await it.contact());
        const asAdmin = (path: string, body: object) =>
          call('POST', `/conversations/${conversation}/${path}`, { admin_id: admin, ...body });
        await asAdmin('reply', { type: 'admin', message_type: 'comment', body: 'Hi' });
        await asAdmin('reply', { type: 'admin', message_type: 'note', body: 'VIP' });
        await asAdmin('parts', { message_type: 'assignment', type: 'admin', assignee_id: admin });
        await asAdmin('parts', { message_type: 'snoozed', snoozed_until: 2_000_000_000 });
        await asAdmin('parts', { message_type: 'open' });
        await asAdmin('parts', { message_type: 'close' });
        await asAdmin('parts', { message_type: 'open' });
      },
    ],
    [
      'companies and tickets change, but not when they are tagged',
      ['company.created', 'company.contact.attached', 'company.updated', 'company.deleted', 'ticket.created'],
      async ({ call, admin, ...it }) => {
        const { body: company } = await call('POST', '/companies', { company_id: 'acme' });
        const contact = await it.contact();
        await call('POST', `/contacts/${contact}/companies`, { id: company.id });
        await call('POST', '/tags', { name: 'VIP', companies: [{ id: company.id }] });
        await call('PUT', `/companies/${company.id}`, { name: 'Acme' });
        await call('DELETE', `/companies/${company.id}`);
        const { body: ticket } = await call('POST', '/tickets', {
          ticket_type_id: 1,
          contacts: [{ id: contact }],
        });
        await call('POST', `/tickets/${ticket.id}/tags`, { id: await it.tag('VIP'), admin_id: admin });
      },
    ],
  ])('is sent when %s', async (_when, topics, act) => {
    const made = await subscribed();
    await act(made);
    await made.timers.settle();
    const others = new Set(['contact.user.created', 'contact.lead.created', 'conversation.user.created']);
    expect(
      made
        .bodies()
        .map(({ topic }) => topic)
        .filter((topic) => !others.has(topic)),
    ).toEqual(topics);
  });

  it('is sent only for the topics that were subscribed to', async () => {
    const { bodies, timers, ...it } = await subscribed(undefined, {}, ['conversation.user.created']);
    await it.conversation(await it.contact());
    await timers.settle();
    expect(bodies().map(({ topic }) => topic)).toEqual(['conversation.user.created']);
  });
});

describe('an endpoint', () => {
  it.each([
    ['answers 500', () => new Response(null, { status: 500 })],
    ['answers 404', () => new Response(null, { status: 404 })],
    ['cannot be reached', () => Promise.reject(new Error('refused'))],
  ])('that %s is tried once more, a minute later', async (_how, answer) => {
    const { bodies, pass, timers, ...it } = await subscribed(answer);
    await it.contact();
    await timers.settle();
    await pass(MINUTE - 1);
    expect(bodies()).toHaveLength(1);
    await pass(1);
    await pass(60 * MINUTE);
    expect(bodies().map((body) => [body.id === bodies()[0].id, body.delivery_attempts])).toEqual([
      [true, 1],
      [true, 2],
    ]);
  });

  it('has five seconds to answer', async () => {
    const { workspace, pass, timers, ...it } = await subscribed(never);
    await it.contact();
    await timers.settle();
    await pass(4999);
    expect(workspace.webhooks.log.entries()).toEqual([]);
    await pass(1);
    expect(workspace.webhooks.log.entries()).toMatchObject([{ attempt: 1, outcome: { error: 'aborted' } }]);
  });

  it('that answers 410 gets nothing more', async () => {
    const { posts, pass, timers, ...it } = await subscribed(() => new Response(null, { status: 410 }));
    await it.contact();
    await timers.settle();
    await it.contact();
    await pass(60 * MINUTE);
    expect(posts).toHaveLength(1);
  });

  it('that answers 429 gets nothing for a minute, then for two, and then all of it', async () => {
    const { posts, pass, timers, ...it } = await subscribed(
      (count) => new Response(null, { status: count < 2 ? 429 : 200 }),
      { webhooks: { concurrency: 1 } },
    );
    await it.contact();
    await it.contact();
    await timers.settle();
    expect(posts).toHaveLength(1);
    await pass(MINUTE);
    expect(posts).toHaveLength(2);
    await pass(2 * MINUTE - 1);
    expect(posts).toHaveLength(2);
    await pass(1);
    expect(posts).toHaveLength(4);
  });

  it('that answers 429 for over two hours loses what waited for it', async () => {
    const { workspace, pass, timers, ...it } = await subscribed(() => new Response(null, { status: 429 }));
    await it.contact();
    await timers.settle();
    for (let hour = 0; hour < 5; hour += 1) await pass(60 * MINUTE);
    expect(workspace.webhooks.log.entries().at(-1)).toMatchObject({ outcome: { dropped: 'delayed' } });
  });

  it('is told when it was first sent something, however long it throttled that', async () => {
    const { bodies, pass, timers, ...it } = await subscribed(
      (count) => new Response(null, { status: count === 0 ? 429 : 200 }),
    );
    await it.contact();
    await timers.settle();
    await pass(MINUTE);
    const [first, second] = bodies();
    expect([second.first_sent_at, second.delivery_attempts]).toEqual([first.first_sent_at, 1]);
  });

  it('gets other ids from a workspace that goes on from its data', async () => {
    const before = await subscribed();
    await before.contact();
    await before.timers.settle();
    const after = await subscribed(undefined, { saved: saveCore(before.workspace.core) });
    await after.contact();
    await after.timers.settle();
    expect(after.bodies()).toHaveLength(1);
    expect(after.bodies()[0].id).not.toBe(before.bodies()[0].id);
  });

  it('can be sent everything twice, and out of order', async () => {
    const { bodies, pass, timers, ...it } = await subscribed(undefined, {
      webhooks: { duplicate: 1, reorderMs: 10_000 },
    });
    const contacts = [];
    for (let count = 0; count < 5; count += 1) contacts.push(await it.contact());
    await timers.settle();
    await pass(10_000);
    const ids: string[] = bodies().map(({ data }) => data.item.id);
    expect(ids.toSorted()).toEqual([...contacts, ...contacts].toSorted());
    expect([...new Set(ids)]).not.toEqual(contacts);
  });
});
