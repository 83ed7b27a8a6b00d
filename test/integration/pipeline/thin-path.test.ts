import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { clientSecret, type LocalService, startLocalService } from '../../support/local-service.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { aReply } from '../../support/notifications.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { hubSignature } from '../../support/signed.ts';

const rules = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund', 'money back'),
    then: [
      { target: 'subject', add: [{ name: 'Refund' }], remove: [{ name: 'Triage' }] },
      { target: 'contact', add: [{ name: 'Refund requester' }], remove: [] },
    ],
  }),
]);

let service: LocalService;
let clock: ManualClock;
let contactId: string;
let conversationId: string;

beforeEach(async () => {
  clock = manualClock();
  service = await startLocalService(rules, { clock });
  const contact = await service.api('POST', '/contacts', { role: 'user', email: 'mira@example.test' });
  contactId = String(contact['id']);
  const created = await service.api('POST', '/conversations', {
    from: { type: 'user', id: contactId },
    body: 'Hello',
  });
  conversationId = String(created['conversation_id']);
});

afterEach(() => service.close());

const reply = (fields: Partial<Parameters<typeof aReply>[0]> = {}) =>
  aReply({
    appId: service.workspace.options.appId,
    conversationId,
    contactId,
    body: 'I want my MONEY   back!',
    ...fields,
  });

async function tagsOf(path: string): Promise<string[]> {
  const { tags } = taggedObject.parse(await service.api('GET', path));
  return (tags.tags ?? tags.data ?? []).map(({ name, id }) => name ?? id);
}

const tag = z.object({ id: z.string(), name: z.string().optional() });
const taggedObject = z.object({
  tags: z.object({ tags: z.array(tag).optional(), data: z.array(tag).optional() }),
});

const tagCalls = () => {
  const { counts } = service.workspace;
  return counts.total('attachTagToConversation') + counts.total('attachTagToContact');
};

describe('a signed notification', () => {
  it('tags the conversation and the contact, and leaves one record that says why', async () => {
    expect(await service.post(reply())).toBe(200);
    await service.stack.drain();

    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund']);
    expect(await tagsOf(`/contacts/${contactId}`)).toHaveLength(1);
    const records = await service.stack.listRecords();
    expect(records).toMatchObject([
      {
        status: 'finished',
        outcome: 'tagged',
        ruleset_version: 1,
        subject: { type: 'conversation', id: conversationId },
        matched: [
          {
            rule: 'refund',
            mode: 'live',
            because: [{ field: 'message.text', operator: 'words', found: 'MONEY   back' }],
          },
        ],
        attempts: 0,
      },
    ]);
    const operations = records[0]?.operations.map(({ op, tag, outcome, owner }) => [op, tag, outcome, owner]);
    expect(operations).toEqual([
      ['add', 'Refund', 'tagged', 'ours'],
      ['add', 'Refund requester', 'tagged', 'ours'],
    ]);
  });

  it('that no rule matches leaves a record and calls nobody', async () => {
    await service.post(reply({ body: 'Thanks!' }));
    const before = service.workspace.counts.read();
    await service.stack.drain();
    expect(await service.stack.listRecords()).toMatchObject([{ status: 'finished', outcome: 'no_match' }]);
    expect(service.workspace.counts.read()).toEqual(before);
  });

  it('of a shape that nobody knows leaves a record', async () => {
    await service.post('{"hello": "world"}');
    await service.stack.drain();
    expect(await service.stack.listRecords()).toMatchObject([{ topic: 'unparsed', outcome: 'unparsed' }]);
  });
});

describe('posted twice', () => {
  it('within five minutes is one message, one record and one operation', async () => {
    await service.post(reply());
    expect(await service.post(reply())).toBe(200);
    expect(service.log.lines.filter(({ message }) => message === 'notification').length).toBeLessThanOrEqual(
      1,
    );
    await service.stack.drain();
    expect(service.log.lines.filter(({ message }) => message === 'notification')).toHaveLength(1);
    expect(await service.stack.listRecords()).toHaveLength(1);
    expect(tagCalls()).toBe(2);
  });

  it('and again after five minutes is a duplicate: still one record and one operation', async () => {
    await service.post(reply());
    await service.stack.drain();
    clock.advance(5 * 60_000 + 1);
    await service.post(reply());
    await service.stack.drain();
    const outcomes = service.log.lines.filter(({ message }) => message === 'notification');
    expect(outcomes.map(({ fields }) => fields['outcome'])).toEqual(['tagged', 'duplicate']);
    expect(await service.stack.listRecords()).toHaveLength(1);
    expect(tagCalls()).toBe(2);
  });
});

describe('what nobody signed', () => {
  it('is refused, and nothing is queued or recorded', async () => {
    const body = JSON.stringify(reply());
    const valid = hubSignature(body, clientSecret);
    expect(await service.post(body, hubSignature(body, 'guess'))).toBe(401);
    expect(await service.post(body.replace('1001', '1002'), valid)).toBe(401);
    expect((await fetch(service.stack.webhookUrl, { method: 'POST', body })).status).toBe(401);
    await service.stack.drain();
    expect(await service.stack.listRecords()).toEqual([]);
  });
});

it('answers HEAD and ping with 200', async () => {
  expect((await fetch(service.stack.webhookUrl, { method: 'HEAD' })).status).toBe(200);
  const item = { type: 'ping', message: 'something something interzen' };
  const { appId } = service.workspace.options;
  expect(await service.post({ app_id: appId, id: null, topic: 'ping', data: { item } })).toBe(200);
  expect(service.stack.queue.size()).toBe(0);
});

it('takes what Intercom itself would send: the emulator to receive, over HTTP', async () => {
  await service.workspace.subscribe({ url: service.stack.webhookUrl, secret: clientSecret });
  await service.api('POST', `/conversations/${conversationId}/reply`, {
    message_type: 'comment',
    type: 'user',
    intercom_user_id: contactId,
    body: '<p>A <b>refund</b>, please</p>',
  });
  await expect.poll(() => tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund']);
});
