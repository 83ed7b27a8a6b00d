import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../../../functions/store/ledger.ts';
import type { NotificationRecord } from '../../../../functions/store/record.ts';
import { createRecordStore } from '../../../../functions/store/records.ts';
import { aReply } from '../../../support/notifications.ts';
import { type KeptStack, keptStack } from '../../../support/ops/kept-stack.ts';
import { aRecord } from '../../../support/records.ts';

const body =
  'Hello, this is the third time that I write.\n\nI want my MONEY   back, and a word with your manager.';
const start = 61;
const words = { field: 'message.text', operator: 'words', value: 'money back' };

const hit = aRecord({
  identity: 'conversation.user.replied/conversation:1/part:7',
  notification_id: 'notif_hit',
  status: 'finished',
  outcome: 'tagged',
  ruleset_version: 12,
  matched: [
    { rule: 'refund', mode: 'live', because: [{ ...words, found: 'MONEY   back', start, end: start + 12 }] },
    {
      rule: 'angry',
      mode: 'shadow',
      because: [{ field: 'contact.custom_attributes.plan', operator: 'equals', value: 'pro', found: 'Pro' }],
      would: [{ target: { type: 'conversation', id: '1' }, add: ['Angry'], remove: [] }],
    },
  ],
  conflicts: [
    {
      tag: 'Triage',
      target: { type: 'conversation', id: '1' },
      kept: { rule: 'refund', op: 'remove' },
      dropped: { rule: 'triage', op: 'add' },
    },
  ],
  skipped: [
    {
      rule: 'by-plan',
      target: 'contact',
      op: 'add',
      tag: 'Plan: {{contact.custom_attributes.tier}}',
      reason: 'missing',
    },
  ],
  changes: [{ target: { type: 'conversation', id: '1' }, add: ['Refund'], remove: ['Triage'] }],
  fetched: ['contact:6762f1'],
  operations: [
    operation({ tag: 'Refund', tag_id: '11', outcome: 'tagged', owner: 'ours', ms: 212 }),
    operation({ op: 'remove', tag: 'Triage', tag_id: '12', outcome: 'superseded', ms: 0 }),
    operation({
      target: { type: 'contact', id: '6762f1' },
      tag: 'VIP',
      tag_id: '13',
      outcome: 'refused',
      status: 403,
      code: 'api_plan_restricted',
      request_id: 'req-1',
      ms: 98,
    }),
  ],
  attempts: 1,
  error: 'IntercomNetworkError: attachTagToConversation: no whole answer came',
  finished_at: '2026-01-07T12:00:03.400Z',
  ms: 420,
});
const miss = aRecord({
  identity: 'conversation.user.created/conversation:1/source',
  topic: 'conversation.user.created',
  happened_at: '2026-01-07T11:58:00.000Z',
  received_at: '2026-01-07T11:58:00.700Z',
  finished_at: '2026-01-07T11:58:00.900Z',
  status: 'finished',
  outcome: 'no_match',
});
const failed = aRecord({
  identity: 'conversation.user.replied/conversation:1/part:8',
  happened_at: '2026-01-07T12:05:00.000Z',
  status: 'failed',
  outcome: 'failed',
  matched: hit.matched.slice(0, 1),
  changes: [{ target: { type: 'conversation', id: '1' }, add: ['Refund', 'Urgent'], remove: [] }],
  operations: [
    operation({ tag: 'Urgent', tag_id: '14', outcome: 'already_tagged', owner: 'unknown', ms: 80 }),
  ],
  attempts: 5,
  error:
    'IntercomResponseError: attachTagToConversation: Intercom answered 500 again and again, as its status page says',
});

const elsewhere = aRecord({
  identity: 'conversation.user.replied/conversation:2/part:9',
  subject: { type: 'conversation', id: '2' },
  status: 'finished',
  outcome: 'no_match',
  calls: 2,
});

const billed = aRecord({
  identity: 'source:billing/evt_1',
  topic: 'source:billing',
  source: 'trigger',
  subject: null,
  status: 'finished',
  outcome: 'subject_gone',
});
const strange = aRecord({
  identity: 'unparsed/1',
  topic: 'unparsed',
  subject: null,
  status: 'finished',
  outcome: 'unparsed',
});
const renamed = aRecord({
  identity: 'company.updated/company:5/at:1',
  topic: 'company.updated',
  subject: { type: 'company', id: '5' },
  status: 'finished',
  outcome: 'no_match',
});

const now = Date.UTC(2026, 0, 7, 13);

let stack: KeptStack;
beforeAll(async () => {
  stack = keptStack();
  await stack.with(async ({ table }) => {
    const records = createRecordStore(table);
    for (const record of [hit, miss, failed]) {
      await records.create(record);
      for (const { rule } of record.matched) await records.putByRule(record, rule);
    }
    const told = aReply({ appId: 'workspace1', conversationId: '2', body: 'Where is my parcel?' });
    await records.create({ ...elsewhere, text: JSON.stringify(told) });
    await records.create({
      ...billed,
      text: JSON.stringify({ topic: billed.topic, payload: { customer: '42' } }),
    });
    await records.create({ ...strange, text: '<xml>no JSON</xml>' });
    await records.create({ ...renamed, text: JSON.stringify({ topic: renamed.topic, data: { item: {} } }) });
    const notification = JSON.stringify(
      aReply({ appId: 'workspace1', conversationId: '1', contactId: '6762f1', body }),
    );
    await records.putText(hit, { notification, facts: {} }, 4_000_000_000);
    const ledger = createLedger(table);
    const intent = { rules: ['refund'], record: hit.identity, written_at: 1, order: hit.order };
    const newer = { rules: ['escalate'], record: failed.identity, written_at: 2, order: failed.order };
    const conversation = { type: 'conversation', id: '1' };
    const flip = { op: 'add' as const, at: 1, sure: true };
    await ledger.write(conversation, [
      { tagId: '11', intent: { ...intent, op: 'add', tag: 'Refund' }, flip, ours: true },
      { tagId: '12', intent: { ...newer, op: 'add', tag: 'Triage' }, flip, ours: false },
    ]);
    await ledger.once(conversation, 'welcome', miss.identity);
  });
});
afterAll(() => stack[Symbol.dispose]());

const look = async (command: string) => {
  const { stdout, stderr, status } = await stack.ops(command, { now });
  const shown = `${stdout}${stderr === '' ? '' : `(stderr)\n${stderr}`}(${status})`;
  const printed = shown.replaceAll(stack.data, 'a-folder');
  for (const line of printed.split('\n')) {
    // What a person copies stays whole: identities, commands.
    if (!/\/(conversation|contact):|npm run|^ops: /u.test(line))
      expect(stringWidth(line)).toBeLessThanOrEqual(80);
  }
  return printed;
};

describe('ops record', () => {
  it('says what came, what was decided and why, what Intercom answered, and what superseded what', async () => {
    expect(await look(`record ${hit.identity}`)).toMatchSnapshot();
  });

  it('says of a miss that nothing matched, and of a failure why it was given up', async () => {
    expect(await look(`record ${miss.identity}`)).toMatchSnapshot();
    expect(await look(`record ${failed.identity}`)).toMatchSnapshot();
  });

  it('shows what came where no rule matched, too', async () => {
    const { stdout } = await stack.ops(`record ${elsewhere.identity}`);
    expect(stdout).toMatch(/\n\nmessage\.text:\n {4}Where is my parcel\?\n$/);
    expect(stdout).toContain('\n  calls         2 to Intercom\n');
  });

  it.each([
    ["another system's payload", billed, '\n\npayload:\n    {\n      "customer": "42"\n    }\n'],
    ['what could not be read', strange, '\n\nbody:\n    <xml>no JSON</xml>\n'],
    ['that there was no message', renamed, '\n\nIt carries no message; --json has all that came.\n'],
  ])('shows %s', async (_, { identity }, shown) => {
    const { stdout } = await stack.ops(`record ${identity}`);
    expect(stdout.endsWith(shown)).toBe(true);
  });

  it('finds a record by the id that Intercom gave the notification', async () => {
    expect(await look(`record ${hit.notification_id}`)).toBe(await look(`record ${hit.identity}`));
  });

  it('says what to try where there is none', async () => {
    expect(await look('record notif_9')).toMatchSnapshot();
    expect(await look('record conversation.user.replied/conversation:9/part:1')).toMatchSnapshot();
  });

  it('prints one JSON document, the text in it', async () => {
    const { stdout, stderr } = await stack.ops(`record ${hit.identity} --json`);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      identity: hit.identity,
      outcome: 'tagged',
      text: { notification: expect.stringContaining('MONEY   back'), facts: {} },
      superseded: [{ tag: 'Triage', by: { rules: ['escalate'], op: 'add', record: failed.identity } }],
    });
  });
});

describe('ops subject', () => {
  it('lists the notifications about an object, the newest first', async () => {
    expect(await look('subject conversation:1')).toMatchSnapshot();
  });

  it('lists as many as it is asked to, and of the time it is asked for', async () => {
    expect(await look('subject conversation:1 --limit 1')).toContain('These are the newest 1;');
    const { stdout } = await stack.ops(
      'subject conversation:1 --json --since 2026-01-07T11:59 --until 2026-01-07T12:01',
    );
    expect(JSON.parse(stdout)).toMatchObject([{ identity: hit.identity }]);
    expect((await stack.ops('subject conversation:9 --json')).stdout).toBe('[]\n');
  });

  it('says what to try where there is none, and what an object is', async () => {
    expect(await look('subject conversation:9 --since 24h')).toMatchSnapshot();
    expect(await look('subject 9')).toMatchSnapshot();
    expect(await look('subject conversation:1 --since yesterday')).toMatchSnapshot();
  });
});

describe('ops rule', () => {
  it('lists what a rule matched, in shadow too', async () => {
    expect(await look('rule angry')).toMatchSnapshot();
    expect(await look('rule unheard-of')).toMatchSnapshot();
  });
});

describe('ops target', () => {
  it('says which tags are wanted, whose they are, and since when', async () => {
    expect(await look('target conversation:1')).toMatchSnapshot();
    expect(await look('target contact:9')).toMatchSnapshot();
    const { stdout } = await stack.ops('target conversation:1 --json');
    expect(JSON.parse(stdout)).toMatchObject({
      tags: [
        { tag_id: '11', ours: true },
        { tag_id: '12', ours: false },
      ],
      matched_once: ['welcome'],
    });
  });
});

function operation(
  fields: Partial<NotificationRecord['operations'][number]>,
): NotificationRecord['operations'][number] {
  return {
    op: 'add',
    target: { type: 'conversation', id: '1' },
    tag: 'Refund',
    rules: ['refund'],
    outcome: 'tagged',
    ms: 100,
    ...fields,
  };
}
