import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Rule, Ruleset, Source } from '../../../functions/rules/model.ts';
import { parseFault } from '../../../infra/local/workspace/faults/fault.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { aRule, aRuleset } from '../../support/rulesets.ts';
import { triggerSenders } from '../../support/trigger-senders.ts';

let desk: Desk;
afterEach(() => desk.close());

/** A source of our own: what it posts is signed with `secret`, and has an id where the test gives one. */
const billing = { scheme: 'hmac', secrets: ['secret'], header: 'X-Signature', id_header: 'X-Id' };
const presets = Object.fromEntries(
  triggerSenders.map(({ scheme, secret }) => [scheme, { scheme, secrets: [secret] }]),
);

const churn = aRule({
  id: 'churn',
  trigger: ['source:billing'],
  when: { field: 'payload.type', operator: 'equals', values: ['cancelled'] },
});
const byEmail: Source = { subject: { contact: { email: '{{payload.email}}' } } };

async function start(source: Source, rules: Rule[] = [churn], name = 'billing') {
  const ruleset: Ruleset = { ...aRuleset(rules), sources: { [name]: source } };
  desk = await startDesk(ruleset, { sources: { billing, ...presets } });
  return desk;
}

async function post(payload: unknown, id?: string): Promise<number> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const signature = createHmac('sha256', 'secret').update(body).digest('hex');
  const headers = { 'X-Signature': signature, ...(id === undefined ? {} : { 'X-Id': id }) };
  return (await fetch(`${desk.stack.triggersUrl}/billing`, { method: 'POST', body, headers })).status;
}

const cancelled = { type: 'cancelled', email: 'mira@example.test' };
const tagList = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) });
const tagNames = async (path: string) => {
  const { data } = tagList.parse(await desk.api('GET', '/tags'));
  const names = new Map(data.map(({ id, name }) => [id, name]));
  return (await desk.tagsOf(path)).map((tag) => names.get(tag) ?? tag);
};
const calls = (operation: string) => desk.workspace.counts.total(operation);

describe.each([
  ['stripe', { contact: { email: '{{payload.data.object.customer_email}}' } }],
  ['shopify', { contact: { external_id: 'shopify-{{payload.customer.id}}' } }],
  ['github', { conversation: { id: '{{payload.issue.conversation}}' } }],
  ['zendesk', { company: { company_id: '{{payload.detail.organization_id}}' } }],
  ['standard', { contact: { external_id: '{{payload.data.user_id}}' } }],
])('a webhook of %s', (scheme, subject: Source['subject']) => {
  it('tags the object that its payload names, and is recorded as one', async () => {
    await start({ subject }, [aRule({ id: 'Flagged', trigger: [`source:${scheme}`] })], scheme);
    const contact = await desk.api('POST', '/contacts', { external_id: 'shopify-8046120861969' });
    const user = await desk.api('POST', '/contacts', { external_id: '42' });
    const company = await desk.api('POST', '/companies', { company_id: '8447346622462', name: 'Acme' });
    const id = {
      stripe: desk.contactId,
      shopify: String(contact['id']),
      github: desk.conversationId,
      zendesk: String(company['id']),
      standard: String(user['id']),
    }[scheme];
    const sender = triggerSenders.find((each) => each.scheme === scheme);
    const body = (sender?.body ?? '').replace(
      '"number": 1347',
      `"number": 1347, "conversation": "${desk.conversationId}"`,
    );
    const headers = sender?.sign(body, Math.floor(Date.now() / 1000)) ?? {};
    // A contact is found by the search some time after it is made.
    desk.clock.advance(10 * 60_000);
    const signedNow = sender?.sign(body, Math.floor(desk.clock.now() / 1000)) ?? headers;
    const used = scheme === 'standard' ? headers : signedNow;
    const response = await fetch(`${desk.stack.triggersUrl}/${scheme}`, {
      method: 'POST',
      body,
      headers: used,
    });
    expect(response.status).toBe(200);
    await desk.drainInTime();

    const [type] = Object.keys(subject);
    const path = { contact: 'contacts', company: 'companies', conversation: 'conversations' }[type ?? ''];
    expect(await tagNames(`/${path}/${id}`)).toEqual(['Flagged']);
    expect(await desk.stack.listRecords()).toMatchObject([
      {
        identity: `source:${scheme}/${sender?.id}`,
        topic: `source:${scheme}`,
        notification_id: sender?.id,
        source: 'trigger',
        subject: { type, id },
        outcome: 'tagged',
        matched: [{ rule: 'Flagged' }],
      },
    ]);
  });
});

describe('a webhook that no rule matches', () => {
  it('is recorded, and nothing is asked of Intercom', async () => {
    await start(byEmail);
    await post({ type: 'renewed', email: 'mira@example.test' }, 'evt_1');
    await desk.drainInTime();
    expect(desk.outcomes()).toEqual(['no_match']);
    expect(calls('SearchContacts')).toBe(0);
    expect(await desk.stack.listRecords()).toMatchObject([{ outcome: 'no_match', subject: null }]);
  });
});

describe('the subject', () => {
  it('that several contacts share is ambiguous: recorded, and nobody is tagged', async () => {
    await start(byEmail);
    await desk.api('POST', '/contacts', { role: 'lead', email: 'mira@example.test' });
    desk.clock.advance(10 * 60_000);
    await post(cancelled, 'evt_1');
    await desk.drainInTime();
    expect(await desk.stack.listRecords()).toMatchObject([
      { status: 'finished', outcome: 'ambiguous_subject' },
    ]);
    expect(await desk.tagsOf(`/contacts/${desk.contactId}`)).toEqual([]);
  });

  it('that is not there is looked for over ten minutes, and then gone; no failure is counted', async () => {
    await start(byEmail);
    await post({ type: 'cancelled', email: 'nobody@example.test' }, 'evt_1');
    await desk.drainInTime();
    expect(new Set(desk.outcomes())).toEqual(new Set(['subject_not_found', 'subject_gone']));
    const [record] = await desk.stack.listRecords();
    expect(record).toMatchObject({
      status: 'finished',
      outcome: 'subject_gone',
      attempts: 0,
      lease_until: 0,
    });
    const waited = Date.parse(record?.finished_at ?? '') - Date.parse(record?.happened_at ?? '');
    expect(waited).toBeGreaterThanOrEqual(10 * 60_000);
    expect(desk.stack.deadLetterQueue.size()).toBe(0);
  });

  it('that comes within these ten minutes is tagged', async () => {
    await start({ subject: { company: { company_id: '{{payload.account}}' } } });
    await post({ type: 'cancelled', account: 'acme' }, 'evt_1');
    await expect.poll(() => desk.outcomes()).toEqual(['subject_not_found']);
    const company = await desk.api('POST', '/companies', { company_id: 'acme', name: 'Acme' });
    await desk.drainInTime();
    expect(await desk.tagsOf(`/companies/${String(company['id'])}`)).toEqual(['churn']);
    expect(desk.outcomes()).toEqual(['subject_not_found', 'resolved', 'tagged']);
  });

  it('that the payload does not name is gone, and the record says why', async () => {
    await start(byEmail);
    await post({ type: 'cancelled' }, 'evt_1');
    await desk.drainInTime();
    expect(await desk.stack.listRecords()).toMatchObject([
      { outcome: 'subject_gone', error: 'the payload does not say whom it is about' },
    ]);
  });

  it('holds up no other webhook while it is waited for', async () => {
    await start(byEmail);
    desk.clock.advance(10 * 60_000);
    await post({ type: 'cancelled', email: 'nobody@example.test' }, 'evt_1');
    await post(cancelled, 'evt_2');
    await expect.poll(async () => desk.tagsOf(`/contacts/${desk.contactId}`)).toHaveLength(1);
    await desk.drainInTime();
    expect(desk.outcomes().slice(0, 3)).toEqual(
      expect.arrayContaining(['subject_not_found', 'resolved', 'tagged']),
    );
  });

  it('is fetched where a rule asks for more than the payload, and its tags on ties follow', async () => {
    const role = { field: 'contact.role', operator: 'equals' as const, values: ['user'] };
    await start(byEmail, [{ ...churn, when: role }]);
    desk.clock.advance(10 * 60_000);
    await post(cancelled, 'evt_1');
    await desk.drainInTime();
    expect(desk.outcomes()).toEqual(['resolved', 'tagged']);
    expect(calls('SearchContacts')).toBe(1);
    expect(calls('ShowContact')).toBe(1);
  });
});

describe('a webhook that comes again', () => {
  it('with its id is applied once, however late', async () => {
    await start(byEmail);
    desk.clock.advance(10 * 60_000);
    for (const minutes of [0, 1, 6, 60, 24 * 60]) {
      desk.clock.advance(minutes * 60_000);
      await post(cancelled, 'evt_1');
      await desk.drainInTime();
    }
    expect(await desk.stack.listRecords()).toHaveLength(1);
    expect(desk.outcomes().filter((outcome) => outcome === 'tagged')).toHaveLength(1);
    expect(calls('SearchContacts')).toBe(1);
  });

  it('without an id is the same within ten minutes, and a new one after', async () => {
    await start({ subject: { contact: { id: '{{payload.contact}}' } } });
    const payload = { type: 'cancelled', contact: desk.contactId };
    const began = desk.clock.now();
    for (const minutes of [0, 2, 5.5, 9.5, 11, 20]) {
      desk.clock.advance(began + minutes * 60_000 - desk.clock.now());
      await post(payload);
      await desk.stack.drain();
    }
    const records = await desk.stack.listRecords();
    expect(
      records
        .map(({ happened_at }) => (Date.parse(happened_at) - began) / 60_000)
        .map((minutes) => Math.abs(Math.round(minutes)))
        .toSorted((a, b) => a - b),
    ).toEqual([0, 11]);
  });
});

describe('exactly once', () => {
  /** Every message of the queue comes in copies, in its own group and side by side in others. */
  function multiply(copies: number): void {
    const { queue } = desk.stack;
    const send = queue.send.bind(queue);
    queue.send = (message) => {
      for (let n = 1; n < copies; n++) {
        const groupId = n % 2 === 0 ? message.groupId : `${message.groupId}~${n}`;
        send({ ...message, groupId, deduplicationId: `${message.deduplicationId}~${n}` });
      }
      return send(message);
    };
  }

  it.each([2, 3, 5])('holds where the queue delivers everything %i times', async (copies) => {
    await start(byEmail);
    desk.clock.advance(10 * 60_000);
    multiply(copies);
    await post(cancelled, 'evt_1');
    await desk.drainInTime();
    expect(await desk.stack.listRecords()).toMatchObject([
      {
        status: 'finished',
        outcome: 'tagged',
        matched: [{ rule: 'churn' }],
        operations: [{ outcome: 'tagged' }],
      },
    ]);
    expect(calls('attachTagToContact')).toBe(1);
  });

  it.each(['before', 'after'])(
    'holds where the worker fails just %s it sends the message on',
    async (when) => {
      await start(byEmail);
      desk.clock.advance(10 * 60_000);
      const { queue } = desk.stack;
      const send = queue.send.bind(queue);
      let failures = 2;
      queue.send = (message) => {
        const fails = message.attributes?.['kind'] === 'resolved_trigger' && failures-- > 0;
        if (fails && when === 'before') throw new Error('the queue is away');
        const id = send(message);
        if (fails) throw new Error('the answer is lost');
        return id;
      };
      await post(cancelled, 'evt_1');
      await desk.drainInTime();
      expect(await desk.stack.listRecords()).toMatchObject([{ status: 'finished', outcome: 'tagged' }]);
      expect(calls('attachTagToContact')).toBe(1);
    },
  );

  it('holds where Intercom fails on the search', async () => {
    await start(byEmail);
    desk.clock.advance(10 * 60_000);
    desk.workspace.faults.set([parseFault('server_error:status=500,times=2,operations=SearchContacts')]);
    await post(cancelled, 'evt_1');
    await desk.drainInTime();
    expect(desk.outcomes()).toEqual(['retry', 'retry', 'resolved', 'tagged']);
  });
});

describe('a signed body', () => {
  it.each([
    ['is no JSON', '{"type":'],
    ['is empty', ''],
    ['is nested deeper than anything means', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ])('that %s is recorded for a person to read', async (_, body) => {
    await start(byEmail);
    expect(await post(body, 'evt_1')).toBe(200);
    await desk.drainInTime();
    expect(await desk.stack.listRecords()).toMatchObject([
      { topic: 'source:billing', source: 'trigger', status: 'finished', outcome: 'unparsed' },
    ]);
  });
});
