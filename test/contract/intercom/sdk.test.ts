import { Intercom, IntercomClient, IntercomError } from 'intercom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openScene, type Scene } from './scene.ts';
import { createSdk } from './sdk-api.ts';

/** What the official SDK does besides tagging, and how its own error classes see the emulator's refusals. */
describe('the official SDK on the emulator', () => {
  let scene: Scene;
  let sdk: IntercomClient;
  let contact: string;
  let admin: string;

  beforeAll(async () => {
    scene = await openScene();
    sdk = createSdk(scene.running.url, scene.token);
    admin = scene.adminId;
  });
  afterAll(() => scene.running.close());
  beforeEach(async () => {
    scene.workspace.reset();
    contact = await scene.contact({ email: 'ann@example.test', name: 'Ann' });
  });

  it('creates, finds, updates, lists, archives and deletes contacts', async () => {
    const lead = await sdk.contacts.create({ role: 'lead', name: 'Leo' });
    expect(lead).toMatchObject({ type: 'contact', role: 'lead', name: 'Leo', tags: { total_count: 0 } });
    const id = lead.id ?? '';
    await sdk.contacts.update({ contact_id: id, name: 'Leonie', custom_attributes: { plan: 'pro' } });
    expect(await sdk.contacts.find({ contact_id: id })).toMatchObject({
      name: 'Leonie',
      custom_attributes: { plan: 'pro' },
    });
    const listed = [];
    for await (const item of await sdk.contacts.list({ per_page: 1 })) listed.push(item.id);
    expect(listed.toSorted()).toEqual([contact, id].toSorted());
    expect(await sdk.contacts.archive({ contact_id: id })).toMatchObject({ archived: true });
    expect(await sdk.contacts.unarchive({ contact_id: id })).toMatchObject({ archived: false });
    expect(await sdk.contacts.delete({ contact_id: id })).toMatchObject({ id, deleted: true });
    await expect(sdk.contacts.find({ contact_id: id })).rejects.toMatchObject({ statusCode: 404 });
  });

  it('merges a lead into a user, with its tags', async () => {
    const lead = await scene.contact({ role: 'lead' });
    const { id } = await sdk.tags.create({ name: 'Warm' });
    await sdk.tags.tagContact({ contact_id: lead, id });
    await sdk.contacts.mergeLeadInUser({ from: lead, into: contact });
    expect((await sdk.contacts.listAttachedTags({ contact_id: contact })).data).toMatchObject([{ id }]);
    await expect(sdk.contacts.find({ contact_id: lead })).rejects.toMatchObject({ statusCode: 404 });
  });

  it('takes a conversation through its life', async () => {
    const message = await sdk.conversations.create({
      from: { type: 'user', id: contact },
      body: 'Help & hope',
    });
    expect(message).toMatchObject({ type: 'user_message', body: 'Help & hope', message_type: 'inapp' });
    const conversation_id = message.conversation_id ?? '';
    const reply = (body: Intercom.ReplyConversationRequest) =>
      sdk.conversations.reply({ conversation_id, body });
    const manage = (body: Intercom.ConversationsManageRequestBody) =>
      sdk.conversations.manage({ conversation_id, body });

    await reply({ message_type: 'comment', type: 'admin', admin_id: admin, body: 'Of course' });
    await reply({ message_type: 'note', type: 'admin', admin_id: admin, body: '<b>VIP</b>' });
    await manage({ message_type: 'assignment', type: 'admin', admin_id: admin, assignee_id: admin });
    await manage({ message_type: 'snoozed', admin_id: admin, snoozed_until: 2_000_000_000 });
    await manage({ message_type: 'open', admin_id: admin });
    await manage({ message_type: 'close', type: 'admin', admin_id: admin, body: 'Goodbye :)' });
    await reply({
      message_type: 'comment',
      type: 'user',
      intercom_user_id: contact,
      body: 'Thanks again :)',
    });

    const found = await sdk.conversations.find({ conversation_id, display_as: 'plaintext' });
    expect(found).toMatchObject({
      state: 'open',
      open: true,
      admin_assignee_id: Number(admin),
      source: {
        body: 'Help & hope',
        delivered_as: 'customer_initiated',
        author: { email: 'ann@example.test' },
      },
      teammates: { teammates: [{ type: 'admin', id: admin }] },
      statistics: { count_assignments: 1, count_reopens: 1, count_conversation_parts: 7 },
    });
    expect(
      found.conversation_parts?.conversation_parts?.map(({ part_type, body }) => [part_type, body]),
    ).toEqual([
      ['comment', 'Of course'],
      ['note', 'VIP'],
      ['assignment', null],
      ['snoozed', null],
      ['open', null],
      ['close', 'Goodbye :)'],
      ['open', 'Thanks again :)'],
    ]);
  });

  it('lists conversations without their parts', async () => {
    for (let count = 0; count < 3; count += 1) await scene.conversation(contact);
    const ids = [];
    for await (const conversation of await sdk.conversations.list({ per_page: 2 })) {
      expect(conversation).not.toHaveProperty('conversation_parts');
      ids.push(conversation.id);
    }
    expect(new Set(ids).size).toBe(3);
  });

  it('creates, updates, lists and scrolls companies', async () => {
    const company = await sdk.companies.createOrUpdate({ company_id: 'acme', name: 'Acme' });
    const again = await sdk.companies.createOrUpdate({
      company_id: 'acme',
      name: 'Acme Inc',
      monthly_spend: 155,
    });
    expect(again).toMatchObject({ id: company.id, name: 'Acme Inc', monthly_spend: 155, user_count: 0 });
    const company_id = company.id;
    expect(await sdk.companies.retrieve({ company_id: 'acme' })).toMatchObject({
      type: 'company',
      id: company_id,
    });
    await sdk.companies.attachContact({ contact_id: contact, id: company_id });
    const listed = [];
    for await (const item of await sdk.companies.list()) listed.push(item.id);
    expect(listed).toEqual([company_id]);
    const scrolled = [];
    for await (const item of await sdk.companies.scroll()) scrolled.push(item.id);
    expect(scrolled).toEqual([company_id]);
    expect(await sdk.companies.listAttachedContacts({ company_id })).toMatchObject({
      data: [{ id: contact }],
    });
    await sdk.companies.detachContact({ contact_id: contact, company_id });
    expect(await sdk.companies.find({ company_id })).toMatchObject({ user_count: 0 });
  });

  it("reads all of a contact's companies, page by page", async () => {
    const ids = [];
    for (const company_id of ['a', 'b', 'c']) ids.push(await scene.company({ company_id }));
    for (const id of ids) await sdk.companies.attachContact({ contact_id: contact, id });
    const listed = [];
    for await (const company of await sdk.contacts.listAttachedCompanies({
      contact_id: contact,
      per_page: 2,
    })) {
      listed.push(company.id);
    }
    expect(listed).toEqual(ids);
  });

  it('keeps what is attached to a message', async () => {
    const conversation_id = await scene.conversation(contact);
    await sdk.conversations.reply({
      conversation_id,
      body: {
        message_type: 'comment',
        type: 'user',
        intercom_user_id: contact,
        body: 'See the picture',
        attachment_urls: ['https://files.example.test/broken.png'],
      },
    });
    const found = await sdk.conversations.find({ conversation_id });
    expect(found.conversation_parts?.conversation_parts?.[0]?.attachments).toEqual([
      {
        type: 'upload',
        name: 'broken.png',
        url: 'https://files.example.test/broken.png',
        content_type: 'application/octet-stream',
        filesize: 0,
        width: 0,
        height: 0,
      },
    ]);
  });

  it('makes tickets and finds them', async () => {
    const ticket = await sdk.tickets.create({ ticket_type_id: '1234', contacts: [{ id: contact }] });
    await sdk.tickets.update({
      ticket_id: ticket?.id ?? '',
      ticket_attributes: { _default_title_: 'Broken' },
    });
    expect(await sdk.tickets.get({ ticket_id: ticket?.id ?? '' })).toMatchObject({
      ticket_attributes: { _default_title_: 'Broken' },
      ticket_type: { id: '1234' },
      contacts: { contacts: [{ id: contact }] },
    });
  });

  it.each<[string, () => Promise<unknown>, abstract new (...args: never[]) => Error]>([
    [
      'a missing user among others',
      () => sdk.tags.create({ name: 'x', users: [{ id: 'gone' }] }),
      Intercom.NotFoundError,
    ],
    [
      'a missing company',
      () => sdk.tags.create({ name: 'x', companies: [{ company_id: 'gone' }] }),
      Intercom.NotFoundError,
    ],
    ['a tag with no name', () => sdk.tags.create({ name: '' }), Intercom.BadRequestError],
    ['another token', () => createSdk(scene.running.url, 'another').tags.list(), Intercom.UnauthorizedError],
    ['a duplicate contact', () => sdk.contacts.create({ email: 'ann@example.test' }), IntercomError],
    ['an unknown admin', () => sdk.admins.find({ admin_id: 1 }), Intercom.NotFoundError],
  ])('throws its own error class for %s', async (_what, attempt, errorClass) => {
    await expect(attempt()).rejects.toBeInstanceOf(errorClass);
  });

  it("is refused with the SDK's default version, which is not 2.11", async () => {
    const unset = new IntercomClient({ baseUrl: scene.running.url, token: scene.token, maxRetries: 0 });
    await expect(unset.tags.list()).rejects.toMatchObject({
      statusCode: 400,
      body: { errors: [{ code: 'intercom_version_invalid' }] },
    });
  });

  it('reads a rate limit from the headers, and is refused beyond it', async () => {
    scene.workspace.rateLimit.set({ limit: 2, windowMs: 3_600_000 });
    const { rawResponse } = await sdk.tags.list().withRawResponse();
    expect(rawResponse.headers.get('x-ratelimit-limit')).toBe('2');
    const outcomes = await Promise.allSettled([sdk.tags.list(), sdk.tags.list(), sdk.tags.list()]);
    scene.workspace.rateLimit.set({ limit: 1667, windowMs: 10_000 });
    expect(outcomes.map(({ status }) => status)).toContain('rejected');
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      statusCode: 429,
      body: {
        type: 'error.list',
        errors: [{ code: 'rate_limit_exceeded', message: 'Exceeded rate limit of 2 in 3600_seconds' }],
      },
    });
  });
});
