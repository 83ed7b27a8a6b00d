import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { aReply } from '../../support/notifications.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { scanTable } from '../../support/scan-table.ts';

let desk: Desk;
afterEach(() => desk.close());

const email = 'mira@example.test';
const secret = 'grandmother';

/** Facts, texts, the contact's ledger, the company's, and an entry for each rule. */
const rules = aRuleset([
  aRule({
    id: 'by-mail',
    when: {
      all: [{ field: 'contact.email', operator: 'ends_with', values: ['@example.test'] }, words('refund')],
    },
    then: [
      { target: 'subject', add: [{ name: 'Refund' }], remove: [] },
      { target: 'contact', add: [{ name: 'Refund requester' }], remove: [] },
      { target: 'company', add: [{ name: 'Company with refunds' }], remove: [] },
    ],
  }),
  aRule({
    id: 'updated',
    trigger: ['contact.user.updated'],
    then: [
      { target: 'company', add: [{ name: 'Updated' }], remove: [] },
      { target: 'contact', add: [{ name: 'Updated' }], remove: [] },
    ],
  }),
]);

async function start() {
  desk = await startDesk(rules);
  const company = await desk.api('POST', '/companies', { company_id: 'acme', name: 'Acme' });
  await desk.api('POST', `/contacts/${desk.contactId}/companies`, { id: company['id'] });
  return desk;
}

const notificationOf = (topic: string, item: object, n: number) => ({
  type: 'notification_event',
  app_id: desk.workspace.options.appId,
  id: `notif_${topic}_${n}`,
  topic,
  created_at: Math.floor(desk.clock.now() / 1000),
  data: { type: 'notification_event_data', item },
});

async function tell(...notifications: object[]) {
  for (const each of notifications) expect(await desk.post(each)).toBe(200);
  await desk.drainInTime();
}

/** A hit and a miss of the conversation, and one of the contact itself. */
async function write(): Promise<object[]> {
  const { conversationId, contactId, clock, workspace } = desk;
  const { appId } = workspace.options;
  const createdAt = Math.floor(clock.now() / 1000);
  const reply = { appId, conversationId, contactId, createdAt };
  const told = [
    aReply({ ...reply, id: 'notif_a', partId: '2001', body: `refund for my ${secret}` }),
    aReply({ ...reply, id: 'notif_b', partId: '2002', body: `thanks from my ${secret}` }),
    notificationOf(
      'contact.user.updated',
      { type: 'contact', id: contactId, email, name: secret, role: 'user' },
      1,
    ),
  ];
  await tell(...told);
  return told;
}

const traces = async (...of: string[]) =>
  (await scanTable(desk.stack.database)).filter((item) => of.some((trace) => item.includes(trace)));

describe('contact.deleted', () => {
  it('removes what is kept of the person, and old notifications do not bring it back', async () => {
    const { contactId } = await start();
    const told = await write();
    expect(await traces(secret, email)).not.toEqual([]);
    expect((await traces(contactId)).length).toBeGreaterThan(4);

    const deleted = notificationOf('contact.deleted', { type: 'contact', id: contactId, deleted: true }, 1);
    await tell(deleted);
    expect(await traces(secret, email, contactId)).toEqual([]);
    expect(desk.outcomes().slice(-2)).toEqual(['erasing', 'erased']);
    // What is left of the company says what was done, and no longer for whom.
    expect(await traces('Company with refunds')).not.toEqual([]);

    desk.clock.advance(600_000);
    await tell(...told, deleted);
    const again = aReply({
      appId: desk.workspace.options.appId,
      conversationId: desk.conversationId,
      contactId,
      id: 'notif_late',
      partId: '2003',
      body: `refund, says ${secret}`,
    });
    await tell(again);
    expect(await traces(secret, email, contactId)).toEqual([]);
    expect(desk.outcomes().slice(-5)).toEqual(['erased', 'erased', 'erased', 'erased', 'erased']);
  });

  it('leaves a conversation with others in it to them', async () => {
    const { contactId, conversationId, clock } = await start();
    await write();
    await tell(notificationOf('contact.deleted', { type: 'contact', id: contactId, deleted: true }, 1));
    clock.advance(60_000);
    const other = await desk.api('POST', '/contacts', { role: 'user', email: 'tom@example.test' });
    const createdAt = Math.floor(clock.now() / 1000);
    const fields = { appId: desk.workspace.options.appId, conversationId, createdAt, body: 'refund' };
    await tell(aReply({ ...fields, contactId: String(other['id']), id: 'notif_tom', partId: '2004' }));
    expect(desk.outcomes().at(-1)).toBe('tagged');
  });
});

describe('conversation.deleted', () => {
  it('removes what is kept of the conversation, and leaves the person alone', async () => {
    const { conversationId, contactId } = await start();
    const told = await write();
    const item = { type: 'conversation', conversation_id: conversationId };
    await tell(notificationOf('conversation.deleted', item, 1));
    expect(await traces(conversationId, `refund for my ${secret}`)).toEqual([]);
    expect(await traces(contactId)).not.toEqual([]);
    desk.clock.advance(600_000);
    await tell(...told);
    expect(await traces(conversationId, `refund for my ${secret}`)).toEqual([]);
  });
});

describe('conversation_part.redacted', () => {
  it('takes the words of that part out, and leaves what was decided and done', async () => {
    const { conversationId, contactId } = await start();
    const [first] = await write();
    const part = { type: 'conversation_part', id: '2001', body: '<i>redacted</i>', redacted: true };
    const item = {
      type: 'conversation',
      id: conversationId,
      contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: contactId }] },
      conversation_parts: { type: 'conversation_part.list', conversation_parts: [part] },
    };
    await tell(notificationOf('conversation_part.redacted', item, 1));
    expect(await traces(`refund for my ${secret}`)).toEqual([]);
    expect(await traces(`thanks from my ${secret}`)).toHaveLength(1);
    const record = (await desk.stack.listRecords()).find(({ identity }) => identity.endsWith('part:2001'));
    expect(record).toMatchObject({ outcome: 'tagged', matched: [{ rule: 'by-mail' }] });
    expect(JSON.stringify(record)).not.toContain(email);

    desk.clock.advance(600_000);
    await tell(first ?? {});
    expect(await traces(`refund for my ${secret}`)).toEqual([]);
  });
});
