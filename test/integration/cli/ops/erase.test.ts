import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pack } from '../../../../functions/platform/pack.ts';
import { announceStack } from '../../../../infra/local/control/announce-stack.ts';
import { holdFolder } from '../../../../infra/local/start/hold-folder.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { opsCommand } from '../../../support/ops/ops-command.ts';
import { aRule, aRuleset, words } from '../../../support/rulesets.ts';
import { scanTable } from '../../../support/scan-table.ts';

const rules = aRuleset([
  aRule({
    id: 'refund',
    when: { all: [{ field: 'contact.email', operator: 'exists', values: [true] }, words('refund')] },
    then: [
      { target: 'subject', add: [{ name: 'Refund' }], remove: [] },
      { target: 'contact', add: [{ name: 'Requester' }], remove: [] },
    ],
  }),
]);

let folder: string;
let desk: Desk;
let stop: () => Promise<void>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tagwright-erase-'));
  desk = await startDesk(rules, { dataDir: folder });
  const letGo = holdFolder(folder, { reset: false });
  const { appId, token } = desk.workspace.options;
  const intercom = { baseUrl: desk.intercom.url, token };
  const announced = await announceStack(desk.stack, { folder, appId, intercom, clock: desk.clock });
  stop = async () => {
    await announced.close();
    await desk.close();
    letGo();
    rmSync(folder, { recursive: true, force: true });
  };
});
afterEach(() => stop());

const ops = (command: string, ...answers: string[]) =>
  opsCommand([...command.split(' '), '--env', 'local', '--data', folder], {
    now: desk.clock.now(),
    ...(answers.length === 0 ? {} : { answers }),
    sleep: async (ms) => desk.clock.advance(ms),
  });
const traces = async (...of: string[]) =>
  (await scanTable(desk.stack.database)).filter((item) => of.some((trace) => item.includes(trace)));

it('asks, removes all of a person wherever it stands, and keeps old notifications from bringing it back', async () => {
  const { contactId, conversationId, stack } = desk;
  await desk.reply({ body: 'refund for my grandmother', id: 'notif_a', partId: '2001' });
  await desk.reply({ body: 'thanks from my grandmother', id: 'notif_b', partId: '2002' });
  const dead = {
    groupId: `contact:${contactId}`,
    deduplicationId: 'dead',
    attributes: { kind: 'notification' },
  };
  stack.deadLetterQueue.send({ ...dead, body: pack(Buffer.from(JSON.stringify({ contact: contactId }))) });
  stack.deadLetterQueue.send({ ...dead, groupId: 'other', body: pack(Buffer.from('{}')) });
  // What another system sent is found by what that system knows of the person.
  await desk.stack.database.client.send(
    new PutItemCommand({
      TableName: desk.stack.database.tableName,
      Item: { pk: { S: 'TEXT#x#source:crm/1' }, sk: { S: 'RECORD' }, note: { S: 'mira@example.test' } },
    }),
  );
  expect(await traces(contactId, 'grandmother', 'mira@example.test')).not.toEqual([]);

  expect((await ops(`erase contact:${contactId}`, 'n')).status).toBe(1);
  expect(await traces('grandmother')).not.toEqual([]);
  const erased = await ops(`erase contact:${contactId} --also mira@example.test --json --yes`);
  expect(erased.status).toBe(0);
  expect(JSON.parse(erased.stdout)).toMatchObject({ records: 2, removed: 1, left: [], deadLetters: 1 });
  expect(await traces(contactId, 'grandmother', 'mira@example.test')).toEqual([]);
  expect(stack.deadLetterQueue.size()).toBe(1);

  desk.clock.advance(600_000);
  const createdAt = Math.floor(desk.clock.now() / 1000) - 3600;
  await desk.reply({ body: 'refund for my grandmother', id: 'notif_a', partId: '2001', createdAt });
  expect(desk.outcomes().at(-1)).toBe('erased');
  expect(await traces(contactId, 'grandmother')).toEqual([]);

  // The person is still a customer: what they write from now on is applied.
  await desk.reply({ body: 'refund', id: 'notif_c', partId: '2003' });
  expect(await desk.tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund']);
});

it.each([
  ['erase company:1', 'A company cannot be erased: give contact:ID or conversation:ID.'],
  ['erase contact:1 --also a', '--also "a" would fit too much: give 5 characters or more.'],
])('refuses %s', async (command, message) => {
  expect(await ops(`${command} --yes`)).toMatchObject({ status: 2, stderr: `ops: ${message}\n` });
});
