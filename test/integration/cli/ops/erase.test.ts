import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pack } from '../../../../functions/platform/pack.ts';
import { createRecordStore } from '../../../../functions/store/records.ts';
import { createTable } from '../../../../functions/store/table.ts';
import { announceStack } from '../../../../infra/local/control/announce-stack.ts';
import { holdFolder } from '../../../../infra/local/start/hold-folder.ts';
import { type Desk, startDesk } from '../../../support/desk.ts';
import { opsCommand } from '../../../support/ops/ops-command.ts';
import { aRecord } from '../../../support/records.ts';
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
  aRule({
    id: 'friend',
    when: words('friend'),
    then: [{ target: 'subject', add: [{ template: 'Friend of {{message.author.name}}' }], remove: [] }],
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
const tableOf = ({ stack, clock }: Desk) => {
  const now = () => clock.now();
  return { table: createTable(stack.database.client, stack.database.tableName, now), now };
};
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
  expect(JSON.parse(erased.stdout)).toMatchObject({
    records: 2,
    items_removed: 1,
    left: [],
    dead_letters: 1,
  });
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

it('names the tags that templates made of what the person wrote: they are Intercom’s', async () => {
  await desk.reply({ body: 'from a friend' });
  const erased = await ops(`erase contact:${desk.contactId} --yes`);
  expect(erased.stdout).toMatch(
    /\n\nTags that templates made of it are in Intercom still\..*\n.*:\n {2}Friend of canary5b1e \(tag \d+\)\n$/,
  );
  // It stands in the catalogue of tags, too, which the sync keeps.
  const again = await ops(`erase contact:${desk.contactId} --also canary5b1e --json --yes`);
  expect(JSON.parse(again.stdout)).toMatchObject({
    left: [{ pk: 'TAG', why: expect.stringContaining('sync') }],
  });
  expect(again.status).toBe(1);
});

it('takes a conversation and its mark, and nothing that only looks like it', async () => {
  const { table, now } = tableOf(desk);
  const records = createRecordStore(table);
  const about = (id: string, part: string) =>
    aRecord({
      identity: `conversation.user.replied/conversation:${id}/part:${part}`,
      subject: { type: 'conversation', id },
      happened_at: new Date(now()).toISOString(),
      attempts: 12,
      expires_at: Math.floor(now() / 1000) + 86_400,
    });
  await records.create(about('12', '1'));
  for (const id of ['120', '412']) await records.create(about(id, '12'));
  await table.put({ pk: 'SEEN#conversation#12', sk: 'SEEN', until: 5 });

  const { stdout, stderr } = await ops('erase conversation:12 --json --yes');
  expect(stderr).toContain('conversation:12 stands in 1 record,');
  expect(JSON.parse(stdout)).toMatchObject({ records: 1, items_removed: 0, left: [] });
  expect(await traces('conversation:12"', 'SEEN')).toEqual([]);
  expect(await traces('conversation:120"', 'conversation:412"')).toHaveLength(2);
});

it('says where nothing names it, and drops what comes of it all the same', async () => {
  const erased = await ops('erase contact:nobody --yes');
  expect(erased.stderr).toContain('no record names contact:nobody. Is the id right?');
  expect(erased.stdout).toMatch(/^Nothing of contact:nobody was kept here, in \d+ items\./);
  expect(erased.status).toBe(0);
});

it('says which dead letters it could not look at', async () => {
  const body = pack(Buffer.from('{}'));
  const letter = { groupId: 'crowded', body, attributes: { kind: 'notification' } };
  for (let n = 0; n < 12; n += 1)
    desk.stack.deadLetterQueue.send({ ...letter, deduplicationId: `dead-${n}` });
  const erased = await ops(`erase contact:${desk.contactId} --yes`);
  expect(erased.status).toBe(1);
  expect(erased.stdout).toMatch(/\nAbout 2 dead letters could not be looked at,/);
  expect(desk.stack.deadLetterQueue.size()).toBe(12);
});

it('ended midway, it can be given again', async () => {
  await desk.reply({ body: 'refund for my grandmother' });
  const ended = new AbortController();
  const first = await opsCommand(
    ['erase', `contact:${desk.contactId}`, '--yes', '--env', 'local', '--data', folder],
    { now: desk.clock.now(), signal: ended.signal, sleep: async () => ended.abort() },
  );
  expect(first).toMatchObject({ status: 1, stdout: '' });
  expect(first.stderr).toContain(
    'ops: ended early. What is done stays; give the command again for the rest.\n',
  );
  expect(await traces('grandmother')).not.toEqual([]);
  expect((await ops(`erase contact:${desk.contactId} --yes`)).status).toBe(0);
  expect(await traces('grandmother', desk.contactId)).toEqual([]);
});

it.each([
  ['erase company:1', 'A company cannot be erased: give contact:ID or conversation:ID.'],
  ['erase contact:1 --also a', '--also "a" would fit too much: give 5 characters or more.'],
])('refuses %s', async (command, message) => {
  expect(await ops(`${command} --yes`)).toMatchObject({ status: 2, stderr: `ops: ${message}\n` });
});
