import { describe, expect, it } from 'vitest';
import { createIntercomClient, type IntercomClient } from '../../../../functions/intercom/client.ts';
import { eachPage } from '../../../../functions/intercom/each-page.ts';
import { errorList, json, startIntercomServer } from '../../../support/intercom-server.ts';

const QUERY = { field: 'updated_at', operator: '>', value: 1_700_000_000 } as const;

const CONVERSATION = {
  type: 'conversation',
  id: '5',
  created_at: 1_700_000_000,
  updated_at: 1_700_000_100,
  state: 'open',
  admin_assignee_id: 0,
  team_assignee_id: 814865,
  contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: '63a0', external_id: '70' }] },
  tags: { type: 'tag.list', tags: [{ type: 'tag', id: '1', name: 'vip' }] },
  ai_agent_participated: true,
};

const CONTACT = {
  type: 'contact',
  id: '63a0',
  external_id: '70',
  role: 'user',
  email: 'joe@example.com',
  name: null,
  created_at: 1_700_000_000,
  updated_at: '2026-01-10T04:41:59.250+00:00',
  tags: { type: 'list', data: [{ type: 'tag', id: '1', url: '/tags/1' }], total_count: 12, has_more: true },
  companies: { type: 'list', data: [{ type: 'company', id: '53', url: '/companies/53' }], total_count: 1 },
};

const COMPANY = {
  type: 'company',
  id: '531e',
  company_id: 6,
  name: 'Acme',
  created_at: 1_700_000_000,
  tags: { type: 'tag.list', tags: [] },
};

const TICKET = {
  type: 'ticket',
  id: '494',
  ticket_id: '53',
  category: 'Customer',
  ticket_state: 'submitted',
  created_at: 1_700_000_000,
  admin_assignee_id: '0',
  team_assignee_id: '12',
  contacts: { contacts: [{ id: '63a0', external_id: null }] },
};

async function ask(answer: unknown, call: (client: IntercomClient) => Promise<unknown>) {
  await using server = await startIntercomServer(json(answer));
  const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });
  return { result: await call(client), request: server.requests[0] };
}

describe('reading one object', () => {
  it('retrieves a conversation with texts as plain text', async () => {
    const { result, request } = await ask(CONVERSATION, (client) => client.retrieveConversation('5'));

    expect(request).toMatchObject({ method: 'GET', url: '/conversations/5?display_as=plaintext' });
    expect(result).toEqual({
      id: '5',
      createdAt: 1_700_000_000,
      updatedAt: 1_700_000_100,
      state: 'open',
      adminAssigneeId: null,
      teamAssigneeId: '814865',
      contacts: [{ id: '63a0', externalId: '70' }],
      tags: [{ id: '1', name: 'vip', appliedAt: null, appliedBy: null, raw: CONVERSATION.tags.tags[0] }],
      raw: CONVERSATION,
    });
  });

  it('shows a contact, and that it embeds only some of its tags', async () => {
    const { result, request } = await ask(CONTACT, (client) => client.showContact('63a0'));

    expect(request).toMatchObject({ method: 'GET', url: '/contacts/63a0' });
    expect(result).toEqual({
      id: '63a0',
      externalId: '70',
      role: 'user',
      email: 'joe@example.com',
      name: null,
      createdAt: 1_700_000_000,
      updatedAt: Date.UTC(2026, 0, 10, 4, 41, 59, 250) / 1_000,
      tags: { ids: ['1'], complete: false },
      companies: { ids: ['53'], complete: true },
      raw: CONTACT,
    });
  });

  it.each<[string, (client: IntercomClient) => Promise<unknown>, string]>([
    ["Intercom's id", (client) => client.retrieveACompanyById('531e'), '/companies/531e'],
    [
      "the workspace's id",
      (client) => client.retrieveCompany({ companyId: 'a/b 6' }),
      '/companies?company_id=a%2Fb+6',
    ],
  ])('retrieves a company by %s', async (_, call, url) => {
    const { result, request } = await ask(COMPANY, call);

    expect(request).toMatchObject({ method: 'GET', url });
    expect(result).toEqual({
      id: '531e',
      companyId: '6',
      name: 'Acme',
      createdAt: 1_700_000_000,
      updatedAt: null,
      tags: [],
      raw: COMPANY,
    });
  });

  it("retrieves a company by the workspace's id from a list too, as the description has it", async () => {
    const found = { type: 'list', data: [COMPANY], total_count: 1 };
    const { result } = await ask(found, (client) => client.retrieveCompany({ companyId: '6' }));

    expect(result).toMatchObject({ id: '531e', companyId: '6', raw: COMPANY });
  });

  it.each([
    ['a word', 'submitted'],
    ['an object', { type: 'ticket_state', id: '1', category: 'submitted', internal_label: 'New' }],
  ])('gets a ticket whose state is %s', async (_, state) => {
    const ticket = { ...TICKET, ticket_state: state };
    const { result, request } = await ask(ticket, (client) => client.getTicket('494'));

    expect(request).toMatchObject({ method: 'GET', url: '/tickets/494' });
    expect(result).toEqual({
      id: '494',
      ticketId: '53',
      category: 'Customer',
      state: 'submitted',
      createdAt: 1_700_000_000,
      updatedAt: null,
      adminAssigneeId: null,
      teamAssigneeId: '12',
      contacts: [{ id: '63a0', externalId: null }],
      raw: ticket,
    });
  });

  it('identifies the admin and the workspace', async () => {
    const me = {
      type: 'admin',
      id: '1',
      name: 'Ada',
      email: 'a@b.c',
      app: { id_code: 'abc', region: 'Europe' },
    };
    const { result, request } = await ask(me, (client) => client.identifyAdmin());

    expect(request).toMatchObject({ method: 'GET', url: '/me' });
    expect(result).toEqual({
      id: '1',
      type: 'admin',
      name: 'Ada',
      email: 'a@b.c',
      workspaceId: 'abc',
      region: 'Europe',
      raw: me,
    });
  });

  it('lists admins', async () => {
    const admin = { type: 'admin', id: 1, name: 'Ada', email: 'a@b.c' };
    const { result } = await ask({ type: 'admin.list', admins: [admin] }, (client) => client.listAdmins());

    expect(result).toEqual([{ id: '1', type: 'admin', name: 'Ada', email: 'a@b.c', raw: admin }]);
  });

  it('says that it does not know the tags of a conversation that comes without', async () => {
    const { result } = await ask({ id: 5 }, (client) => client.retrieveConversation('5'));

    expect(result).toMatchObject({ id: '5', tags: null, contacts: [], createdAt: null });
  });
});

describe('reading lists', () => {
  it('searches conversations with the cursor in the body, and follows it', async () => {
    const page = (id: string, next: unknown) =>
      json({
        type: 'conversation.list',
        conversations: [{ id }],
        total_count: 2,
        pages: { type: 'pages', next },
      });
    await using server = await startIntercomServer(
      page('1', { page: 2, starting_after: 'WzE3M' }),
      page('2', null),
    );
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    const ids: string[] = [];
    const pages = eachPage((startingAfter) =>
      client.searchConversations({ query: QUERY, perPage: 150, startingAfter }),
    );
    for await (const { items, totalCount } of pages) {
      expect(totalCount).toBe(2);
      ids.push(...items.map((item) => item.id));
    }

    expect(ids).toEqual(['1', '2']);
    expect(server.requests.map((request) => [request.url, request.json])).toEqual([
      ['/conversations/search', { query: QUERY, pagination: { per_page: 150 } }],
      ['/conversations/search', { query: QUERY, pagination: { per_page: 150, starting_after: 'WzE3M' } }],
    ]);
  });

  it('stops where the cursor does not move', async () => {
    await using server = await startIntercomServer(
      json({ data: [{ id: '1' }], pages: { next: { starting_after: 'same' } } }),
    );
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    let pages = 0;
    for await (const _ of eachPage((startingAfter) => client.searchContacts({ query: QUERY, startingAfter })))
      pages++;

    expect(pages).toBe(2);
  });

  it('lists companies page by page', async () => {
    const page = (number: number) =>
      json({
        type: 'list',
        data: [COMPANY],
        pages: { type: 'pages', next: 'https://…', page: number, total_pages: 2 },
      });
    await using server = await startIntercomServer(page(1), page(2));
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    const first = await client.listAllCompanies();
    const second = await client.listAllCompanies({ startingAfter: first.startingAfter, perPage: 60 });

    expect([first.startingAfter, second.startingAfter]).toEqual(['2', null]);
    expect(server.requests.map((request) => `${request.method} ${request.url}`)).toEqual([
      'POST /companies/list',
      'POST /companies/list?page=2&per_page=60',
    ]);
  });

  it('scrolls over companies until a page is empty', async () => {
    await using server = await startIntercomServer(
      json({ type: 'list', data: [COMPANY], scroll_param: '1234' }),
      json({ type: 'list', data: [], scroll_param: '1234' }),
    );
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    const first = await client.scrollOverAllCompanies();
    const last = await client.scrollOverAllCompanies({ startingAfter: first.startingAfter });

    expect(last).toEqual({ items: [], totalCount: null, startingAfter: null });
    expect(server.requests.map((request) => request.url)).toEqual([
      '/companies/scroll',
      '/companies/scroll?scroll_param=1234',
    ]);
  });

  it('does not repeat a scroll that may have moved on', async () => {
    await using server = await startIntercomServer(errorList(500, 'server_error'));
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    await expect(client.scrollOverAllCompanies()).rejects.toMatchObject({ status: 500 });
    expect(server.requests).toHaveLength(1);
  });

  it('lists the companies of a contact', async () => {
    const { result, request } = await ask({ type: 'list', companies: [COMPANY], total_count: 1 }, (client) =>
      client.listCompaniesForAContact({ contactId: '63a0' }),
    );

    expect(request).toMatchObject({ method: 'GET', url: '/contacts/63a0/companies' });
    expect(result).toMatchObject({
      items: [{ id: '531e', companyId: '6' }],
      totalCount: 1,
      startingAfter: null,
    });
  });
});
