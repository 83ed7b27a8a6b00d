import { beforeAll, describe, expect, it } from 'vitest';
import { emulator } from './emulator.ts';
import { manualTimers } from './manual-timers.ts';

const filter = (field: string, operator: string, value: unknown) => ({ field, operator, value });

describe('conversation search', () => {
  const timers = manualTimers();
  const { call, admin, ...make } = emulator({ timers });
  const ids: string[] = [];
  let contact: string;
  let tag: string;
  const start = timers.now() / 1000;

  beforeAll(async () => {
    contact = await make.contact({ email: 'ann@example.test' });
    tag = await make.tag('VIP');
    for (const text of ['I need support', 'Refund, please!', 'Nothing']) {
      ids.push(await make.conversation(contact, text));
      timers.advance(10_000);
    }
    await call('POST', `/conversations/${ids[0]}/tags`, { id: tag, admin_id: admin });
    await call('POST', `/conversations/${ids[2]}/parts`, { message_type: 'close', admin_id: admin });
  });

  const search = (query: unknown, pagination?: unknown) =>
    call('POST', '/conversations/search', { query, pagination });
  const found = async (query: unknown) =>
    (await search(query)).body.conversations.map(({ id }: { id: string }) => ids.indexOf(id)).toSorted();

  it.each<[string, () => unknown, number[]]>([
    ['one filter alone', () => filter('state', '=', 'closed'), [2]],
    ['a tag', () => filter('tag_ids', '=', tag), [0]],
    ['a tag given as a number', () => filter('tag_ids', 'IN', [Number(tag)]), [0]],
    ['no such tag', () => filter('tag_ids', '!=', tag), [1, 2]],
    ['a word of the body', () => filter('source.body', '=', 'SUPPORT'), [0]],
    ['two words of the body', () => filter('source.body', '=', 'need support'), []],
    ['part of a word', () => filter('source.body', '~', 'fun'), [1]],
    ['the start of a word', () => filter('source.body', '^', 'ref'), [1]],
    ['> that includes the bound', () => filter('created_at', '>', start + 10), [1, 2]],
    ['< that includes the bound', () => filter('created_at', '<', String(start + 10)), [0, 1]],
    ['an open one', () => filter('open', '=', true), [0, 1]],
    ['nobody assigned', () => filter('admin_assignee_id', '=', null), [0, 1, 2]],
    ['a contact', () => filter('contact_ids', '=', contact), [0, 1, 2]],
    ['the end of an email', () => filter('source.author.email', '$', '@example.test'), [0, 1, 2]],
    [
      '(1 or 2) and 3',
      () => ({
        operator: 'AND',
        value: [
          { operator: 'OR', value: [filter('tag_ids', '=', tag), filter('state', '=', 'closed')] },
          filter('source.body', '!=', 'nothing'),
        ],
      }),
      [0],
    ],
    [
      'bounds on updated_at',
      () => ({
        operator: 'AND',
        value: [filter('updated_at', '>', start + 5), filter('updated_at', '<', start + 29)],
      }),
      [1],
    ],
  ])('by %s', async (_what, query, expected) => {
    expect(await found(query())).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['an unknown field', filter('nonsense', '=', 1)],
    ['an unknown operator', filter('state', '<>', 'open')],
    ['> on a string', filter('state', '>', 'open')],
    ['~ on a number', filter('admin_assignee_id', '~', '1')],
    ['a date that is none', filter('created_at', '>', 'foorbar')],
    ['IN with no array', filter('state', 'IN', 'open')],
    ['three levels', nest(3)],
    [
      '16 filters',
      { operator: 'AND', value: Array.from({ length: 16 }, () => filter('state', '=', 'open')) },
    ],
    ['no query', undefined],
  ])('refuses %s', async (_what, query) => {
    const answer = await search(query);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(1);
  });

  it.each([
    ['two levels', nest(2)],
    ['what no conversation here has', filter('ai_agent.rating', '>', 1)],
    ['who was rated, spelt as the description does', filter('conversation_rating.admin_d', '=', '1')],
    ['15 filters', { operator: 'OR', value: Array.from({ length: 15 }, () => filter('state', '=', 'open')) }],
  ])('takes %s', async (_what, query) => {
    expect((await search(query)).status).toBe(200);
  });

  it('pages with the cursor in the body, newest update first, and carries no parts', async () => {
    const everything = filter('state', 'IN', ['open', 'closed']);
    const first = await search(everything, { per_page: 2 });
    expect(first.body).toMatchObject({
      type: 'conversation.list',
      total_count: 3,
      pages: { type: 'pages', page: 1, per_page: 2, total_pages: 2, next: { page: 2, per_page: 2 } },
    });
    expect(first.body.conversations[0]).not.toHaveProperty('conversation_parts');
    const { starting_after } = first.body.pages.next;
    const second = await search(everything, { per_page: 2, starting_after });
    expect(second.body.pages).toEqual({ type: 'pages', page: 2, per_page: 2, total_pages: 2 });
    const seen = [...first.body.conversations, ...second.body.conversations].map(({ id }) => ids.indexOf(id));
    expect(seen).toEqual([2, 0, 1]);
    const ignored = await call('POST', `/conversations/search?starting_after=${starting_after}`, {
      query: everything,
      pagination: { per_page: 2 },
    });
    expect(ignored.body.conversations).toEqual(first.body.conversations);
  });

  it('gives 20 a page unless told, and at most 150', async () => {
    expect((await search(filter('state', '=', 'open'))).body.pages.per_page).toBe(20);
    expect((await search(filter('state', '=', 'open'), { per_page: 150 })).status).toBe(200);
    expect((await search(filter('state', '=', 'open'), { per_page: 151 })).status).toBe(400);
    expect((await search(filter('state', '=', 'open'), { starting_after: 'x' })).status).toBe(400);
  });
});

it('finds a rated conversation by its contact', async () => {
  const { call, ...make } = emulator();
  const contact = await make.contact();
  const rated = await make.conversation(contact);
  await make.conversation(contact);
  await call('PATCH', `/_workspace/conversations/${rated}`, { rating: { rating: 1 } });
  const query = filter('conversation_rating.contact_id', '=', contact);
  expect((await call('POST', '/conversations/search', { query })).body.conversations).toMatchObject([
    { id: rated },
  ]);
});

describe('contact search', () => {
  const search = (call: ReturnType<typeof emulator>['call'], query: unknown) =>
    call('POST', '/contacts/search', { query });

  it('compares times by the calendar day of the workspace', async () => {
    // 23:30 in UTC is the next day in Paris.
    const timers = manualTimers(Date.UTC(2026, 0, 10, 23, 30));
    const { call, contact } = emulator({ timers, timezone: 'Europe/Paris' });
    await contact();
    const on = async (operator: string, time: number) =>
      (await search(call, filter('created_at', operator, time / 1000))).body.total_count;
    expect(await on('=', Date.UTC(2026, 0, 11, 12))).toBe(1);
    expect(await on('=', Date.UTC(2026, 0, 10, 12))).toBe(0);
    expect(await on('>', Date.UTC(2026, 0, 10, 1))).toBe(1);
    expect(await on('>', Date.UTC(2026, 0, 11, 1))).toBe(0);
    expect(await on('<', Date.UTC(2026, 0, 11, 12))).toBe(0);
  });

  it.each(['!=', '>=', '<=', 'IN', 'NIN', '~'])('refuses %s on a time', async (operator) => {
    const { call } = emulator();
    const value = operator.endsWith('IN') ? [1] : 1;
    expect((await search(call, filter('created_at', operator, value))).status).toBe(400);
  });

  it('takes >= on a number, and only = and != on a tag', async () => {
    const { call } = emulator();
    expect((await search(call, filter('owner_id', '>=', 1))).status).toBe(200);
    expect((await search(call, filter('tag_id', 'IN', ['1']))).status).toBe(400);
  });

  it('sees a new contact only after the delay that is set', async () => {
    const timers = manualTimers();
    const { call, contact } = emulator({ timers, contactSearchDelayMs: 120_000 });
    await contact({ email: 'ann@example.test' });
    const count = async () => (await search(call, filter('email', '=', 'ANN@example.test'))).body.total_count;
    expect(await count()).toBe(0);
    timers.advance(120_000);
    expect(await count()).toBe(1);
  });

  it.each(['ios_app_version', 'android_device', 'andoid_sdk_version'])(
    'takes %s, which no contact here has',
    async (field) => {
      const { call, contact } = emulator();
      await contact();
      expect((await search(call, filter(field, '=', '1'))).body).toMatchObject({ total_count: 0 });
    },
  );

  it('finds by custom attribute', async () => {
    const { call, contact } = emulator();
    const id = await contact({ custom_attributes: { plan: 'pro', seats: 12 } });
    const answer = await search(call, {
      operator: 'AND',
      value: [filter('custom_attributes.plan', '=', 'pro'), filter('custom_attributes.seats', '>', 10)],
    });
    expect(answer.body.data).toMatchObject([{ id }]);
  });
});

function nest(levels: number): unknown {
  const inner = filter('state', '=', 'open');
  return Array.from({ length: levels }).reduce(
    (query) => ({ operator: 'AND', value: [query] }),
    inner as unknown,
  );
}
