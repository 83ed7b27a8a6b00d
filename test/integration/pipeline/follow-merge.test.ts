import { afterEach, expect, it } from 'vitest';
import { createLedger } from '../../../functions/store/ledger.ts';
import { createTable } from '../../../functions/store/table.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { clientSecret } from '../../support/local-service.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';

let desk: Desk;
afterEach(() => desk.close());

const tagging = (id: string, tag: string, target: 'contact' | 'subject') =>
  aRule({ id, when: words(id), then: [{ target, add: [{ name: tag }], remove: [] }] });

it("a merged lead's tags stay known as ours on the contact that it was merged into", async () => {
  desk = await startDesk(aRuleset([tagging('refund', 'Requester', 'contact')]));
  const { api, stack, workspace, contactId } = desk;
  const lead = String((await api('POST', '/contacts', { role: 'lead', name: 'Tom' }))['id']);
  const from = { type: 'lead', id: lead };
  const { conversation_id } = await api('POST', '/conversations', { from, body: 'Hello' });
  await desk.reply({ conversationId: String(conversation_id), contactId: lead });
  const ledger = createLedger(createTable(stack.database.client, stack.database.tableName, Date.now));
  const before = await ledger.read({ type: 'contact', id: lead });
  expect([...before.values()].map(({ ours }) => ours)).toEqual([true]);

  await workspace.subscribe({ url: stack.webhookUrl, secret: clientSecret, topics: ['contact.merged'] });
  await api('POST', '/contacts/merge', { from: lead, into: contactId });
  await expect.poll(async () => (await stack.listRecords()).length).toBe(2);
  await desk.drainInTime();
  expect(await ledger.read({ type: 'contact', id: contactId })).toEqual(before);
  expect((await ledger.read({ type: 'contact', id: lead })).size).toBe(0);
});
