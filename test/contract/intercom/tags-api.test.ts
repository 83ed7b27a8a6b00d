import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientApi } from './client-api.ts';
import { openScene, type Scene } from './scene.ts';
import { sdkApi } from './sdk-api.ts';
import type { SeenError, TagsApi } from './tags-api.ts';

const UNKNOWN = '404404';
let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.running.close());

describe.each([
  ['intercom-client', sdkApi],
  ['our client', clientApi],
])('the Tags API by %s', (_name, connect) => {
  let api: TagsApi;
  let admin: string;
  let contact: string;
  let conversation: string;
  let ticket: string;
  let tag: string;

  beforeEach(async () => {
    scene.workspace.reset();
    api = connect(scene.running.url, scene.token);
    admin = scene.adminId;
    contact = await scene.contact({ email: 'ann@example.test' });
    conversation = await scene.conversation(contact);
    ticket = await scene.ticket(contact);
    tag = (await api.createTag('Billing')).id;
  });

  const failure = async (attempt: Promise<unknown>): Promise<SeenError> =>
    attempt.then(
      () => ({ status: 200, code: undefined }),
      (error: unknown) => api.errorOf(error),
    );

  describe('the catalogue', () => {
    it('gives one tag for a name in any case and with any space around it', async () => {
      expect(await api.createTag('  bILLING ')).toMatchObject({ id: tag, name: 'Billing' });
      expect(await api.listTags()).toEqual([{ id: tag, name: 'Billing', appliedAt: null, appliedBy: null }]);
    });

    it('finds, renames and deletes', async () => {
      expect(await api.renameTag(tag, 'Invoices')).toMatchObject({ id: tag, name: 'Invoices' });
      expect(await api.findTag(tag)).toMatchObject({ id: tag, name: 'Invoices' });
      await api.deleteTag(tag);
      expect(await api.listTags()).toEqual([]);
    });

    it('takes a deleted tag off everything', async () => {
      await api.attachTagToConversation(conversation, tag, admin);
      await api.deleteTag(tag);
      expect(await api.tagsOfConversation(conversation)).toEqual([]);
    });

    it('keeps names that hold commas and emoji', async () => {
      expect(await api.createTag('refund, urgent 🔥')).toMatchObject({ name: 'refund, urgent 🔥' });
    });

    it.each<[string, (it: TagsApi) => Promise<unknown>]>([
      ['find', (it) => it.findTag(UNKNOWN)],
      ['delete', (it) => it.deleteTag(UNKNOWN)],
      ['rename', (it) => it.renameTag(UNKNOWN, 'x')],
    ])('answers 404 not_found to %s of an unknown tag', async (_operation, attempt) => {
      expect(await failure(attempt(api))).toEqual({ status: 404, code: 'not_found' });
    });
  });

  describe('one object', () => {
    it.each<[string, (it: TagsApi) => Promise<unknown>, (it: TagsApi) => Promise<unknown>]>([
      [
        'a contact',
        (it) => it.attachTagToContact(contact, tag),
        (it) => it.detachTagFromContact(contact, tag),
      ],
      [
        'a conversation',
        (it) => it.attachTagToConversation(conversation, tag, admin),
        (it) => it.detachTagFromConversation(conversation, tag, admin),
      ],
      [
        'a ticket',
        (it) => it.attachTagToTicket(ticket, tag, admin),
        (it) => it.detachTagFromTicket(ticket, tag, admin),
      ],
    ])('tags and untags %s, and does each twice without harm', async (_object, attach, detach) => {
      const applied = { id: tag, name: 'Billing', appliedAt: expect.any(Number), appliedBy: admin };
      const first = await attach(api);
      expect(first).toEqual(applied);
      expect(await attach(api)).toEqual(first);
      expect(await detach(api)).toEqual(first);
      expect(await detach(api)).toEqual({ id: tag, name: 'Billing', appliedAt: null, appliedBy: null });
      expect(scene.workspace.core.transitions.all()).toHaveLength(2);
    });

    it('lists what is on a contact and on a conversation', async () => {
      const onContact = await api.attachTagToContact(contact, tag);
      const onConversation = await api.attachTagToConversation(conversation, tag, admin);
      expect(await api.listTagsForAContact(contact)).toEqual([onContact]);
      expect(await api.tagsOfConversation(conversation)).toEqual([onConversation]);
    });

    it.each<[string, (it: TagsApi) => Promise<unknown>, string]>([
      ['list of an unknown contact', (it) => it.listTagsForAContact(UNKNOWN), 'not_found'],
      ['unknown contact', (it) => it.attachTagToContact(UNKNOWN, tag), 'not_found'],
      ['unknown tag to a contact', (it) => it.attachTagToContact(contact, UNKNOWN), 'not_found'],
      ['unknown tag off a contact', (it) => it.detachTagFromContact(contact, UNKNOWN), 'not_found'],
      ['unknown contact untagged', (it) => it.detachTagFromContact(UNKNOWN, tag), 'not_found'],
      ['unknown conversation', (it) => it.attachTagToConversation(UNKNOWN, tag, admin), 'not_found'],
      [
        'unknown tag to a conversation',
        (it) => it.attachTagToConversation(conversation, UNKNOWN, admin),
        'tag_not_found',
      ],
      ['unknown admin', (it) => it.attachTagToConversation(conversation, tag, UNKNOWN), 'admin_not_found'],
      [
        'unknown conversation untagged',
        (it) => it.detachTagFromConversation(UNKNOWN, tag, admin),
        'not_found',
      ],
      [
        'unknown tag off a conversation',
        (it) => it.detachTagFromConversation(conversation, UNKNOWN, admin),
        'tag_not_found',
      ],
      ['unknown ticket', (it) => it.attachTagToTicket(UNKNOWN, tag, admin), 'ticket_not_found'],
      ['unknown tag to a ticket', (it) => it.attachTagToTicket(ticket, UNKNOWN, admin), 'tag_not_found'],
      ['unknown ticket untagged', (it) => it.detachTagFromTicket(UNKNOWN, tag, admin), 'ticket_not_found'],
      ['unknown tag off a ticket', (it) => it.detachTagFromTicket(ticket, UNKNOWN, admin), 'tag_not_found'],
    ])('answers 404 to an %s', async (_what, attempt, code) => {
      expect(await failure(attempt(api))).toEqual({ status: 404, code });
    });
  });

  describe('many objects', () => {
    it('tags users by a name that it makes', async () => {
      const other = await scene.contact();
      await api.tagUsers('VIP', [contact, other]);
      expect(await api.listTagsForAContact(contact)).toMatchObject([{ name: 'VIP' }]);
      expect(await api.listTagsForAContact(other)).toMatchObject([{ name: 'VIP' }]);
    });

    it('tags and untags companies by either id', async () => {
      const id = await scene.company({ company_id: 'acme', name: 'Acme' });
      await api.tagCompany('Customer', { companyId: 'acme' });
      await api.tagCompany('Trial', { id });
      expect(await api.tagNamesOfCompany(id)).toEqual(['Customer', 'Trial']);
      await api.untagCompany('customer', { id });
      await api.untagCompany('Trial', { companyId: 'acme' });
      expect(await api.tagNamesOfCompany(id)).toEqual([]);
    });
  });

  describe('what rules read', () => {
    it('finds conversations by tag and by state, over several pages, newest first', async () => {
      const conversations = [conversation];
      for (let count = 0; count < 4; count += 1) conversations.push(await scene.conversation(contact));
      for (const id of conversations.slice(0, 3)) await api.attachTagToConversation(id, tag, admin);
      const found = await api.searchConversations(
        {
          operator: 'AND',
          value: [
            { field: 'tag_ids', operator: '=', value: tag },
            { field: 'state', operator: '=', value: 'open' },
          ],
        },
        2,
      );
      expect(found.toSorted()).toEqual(conversations.slice(0, 3).toSorted());
    });

    it('finds contacts by what their email holds', async () => {
      await scene.contact({ email: 'bob@example.test' });
      expect(
        await api.searchContacts(
          { operator: 'AND', value: [{ field: 'email', operator: '~', value: 'ann@' }] },
          1,
        ),
      ).toEqual([contact]);
    });

    it('reads contact, ticket, companies, admins and workspace', async () => {
      const company = await scene.company({ company_id: 'acme', name: 'Acme' });
      await scene.post(`/contacts/${contact}/companies`, { id: company });
      expect(await api.findContactEmail(contact)).toBe('ann@example.test');
      expect(await api.findTicketState(ticket)).toBe('submitted');
      expect(await api.companiesOfContact(contact)).toEqual([company]);
      expect(await api.listAdminIds()).toEqual(scene.workspace.core.admins.all.map(({ id }) => id));
      expect(await api.identify()).toBe(scene.workspace.options.appId);
    });
  });

  it('is refused with another token', async () => {
    api = connect(scene.running.url, 'another');
    expect(await failure(api.listTags())).toEqual({ status: 401, code: 'unauthorized' });
  });
});
