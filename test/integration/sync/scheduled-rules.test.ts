import { afterEach, describe, expect, it } from 'vitest';
import { syncCatalogue } from '../../../functions/sync/catalogue/sync-catalogue.ts';
import { scheduledRules } from '../../../functions/sync/scheduled/scheduled-rules.ts';
import { type ScheduledDesk, startScheduledDesk } from '../../support/scheduled-desk.ts';

const hour = 3_600_000;

let desk: ScheduledDesk;
afterEach(() => desk[Symbol.asyncDispose]());

const leads = (more = '') => `
  - id: leads
    trigger: { every: 1h, over: contacts }
    when: { contact.role: lead }
    then: { add: [Lead] }
    ${more}
`;

async function contacts(count: number, fields: object = { role: 'lead' }): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await desk.workspace.create('contacts', fields));
  return ids;
}

/** Those of them that carry a tag. */
async function tagged(type: 'contacts' | 'conversations' | 'companies', ids: string[], tag: string) {
  const carry = await Promise.all(ids.map(async (id) => (await desk.tagsOf(type, id)).includes(tag)));
  return ids.filter((_, n) => carry[n]);
}

const lastRun = async () => (await desk.sync()).run?.steps[0]?.counts;

describe('a rule over contacts', () => {
  it('tags those that it holds for, fifty in a call, and says why of each', async () => {
    desk = await startScheduledDesk(leads());
    const ids = await contacts(120);
    const others = await contacts(3, { role: 'user', email: 'u@acme.test' }).catch(() => []);

    const { run } = await desk.sync();
    expect(run?.steps[0]).toMatchObject({
      status: 'done',
      counts: { seen: 120, matched: 120, changed: 120, failed: 0, rules: 1 },
      // The list of tags, one page, the new tag, and 120 contacts.
      calls: 1 + 1 + 1 + 3,
    });
    expect(await tagged('contacts', ids, 'Lead')).toEqual(ids);
    expect(await tagged('contacts', others, 'Lead')).toEqual([]);
    expect(desk.calls('attachTagToContact')).toBe(0);

    const records = await desk.records();
    expect(records).toHaveLength(120);
    expect(records[0]).toMatchObject({
      topic: 'schedule:leads',
      source: 'schedule',
      status: 'finished',
      outcome: 'tagged',
      ruleset_version: 3,
      matched: [{ rule: 'leads', because: [{ field: 'contact.role', found: 'lead' }] }],
      operations: [{ op: 'add', tag: 'Lead', rules: ['leads'], outcome: 'tagged', owner: 'ours' }],
    });
  });

  it('asks for nobody who carries the tag already, so that a rule whose work is done costs two calls', async () => {
    desk = await startScheduledDesk(leads());
    await contacts(5);
    await desk.sync();
    desk.timers.advance(hour);
    const { run } = await desk.sync();
    expect(run?.steps[0]).toMatchObject({ counts: { seen: 0, changed: 0, rules: 1 }, calls: 2 });
    expect(await desk.records()).toHaveLength(5);
  });

  it('is run for its newest tick alone, however many were missed', async () => {
    desk = await startScheduledDesk(leads());
    await contacts(1);
    expect(await lastRun()).toMatchObject({ rules: 1 });
    desk.timers.advance(hour / 2);
    expect(await lastRun()).toEqual({});
    desk.timers.advance(10 * hour);
    expect(await lastRun()).toMatchObject({ rules: 1 });
    desk.timers.advance(60_000);
    expect(await lastRun()).toEqual({});
  });

  it('waits for the time of a new `at`, and is run then', async () => {
    desk = await startScheduledDesk(leads().replace('every: 1h', 'at: "14:00"'));
    const ids = await contacts(1);
    await desk.sync();
    expect(await tagged('contacts', ids, 'Lead')).toEqual([]);
    desk.timers.advance(2 * hour);
    await desk.sync();
    expect(await tagged('contacts', ids, 'Lead')).toEqual(ids);
  });

  it('stops where the hour’s limit is used up, and goes on with the next tick', async () => {
    desk = await startScheduledDesk(leads('limit: { per_hour: 60 }'));
    const ids = await contacts(120);
    await desk.sync();
    expect(await tagged('contacts', ids, 'Lead')).toHaveLength(60);
    desk.timers.advance(hour);
    await desk.sync();
    expect(await tagged('contacts', ids, 'Lead')).toHaveLength(120);
  });

  it('in shadow changes nothing, and is recorded once', async () => {
    desk = await startScheduledDesk(leads('mode: shadow'));
    const ids = await contacts(3);
    await desk.sync();
    desk.timers.advance(hour);
    await desk.sync();
    expect(await tagged('contacts', ids, 'Lead')).toEqual([]);
    expect((await desk.records()).map(({ outcome }) => outcome)).toEqual(['shadow', 'shadow', 'shadow']);
  });

  it('with `once` leaves alone whom it matched before', async () => {
    desk = await startScheduledDesk(leads('once: true'));
    const [id = ''] = await contacts(1);
    await desk.sync();
    const tag = [...desk.workspace.workspace.core.tags.all()].find(({ name }) => name === 'Lead');
    await desk.api('DELETE', `/contacts/${id}/tags/${tag?.id}`);
    desk.timers.advance(hour);
    await desk.sync();
    expect(await desk.tagsOf('contacts', id)).toEqual([]);
  });

  it('gives way to what came later by Intercom’s clock', async () => {
    desk = await startScheduledDesk(leads());
    const [id = ''] = await contacts(1);
    const { id: tagId } = await desk.api('POST', '/tags', { name: 'Lead' });
    const order = `${String(Math.floor(desk.timers.now() / 1000) + 5).padStart(12, '0')}##`;
    const later = { op: 'remove' as const, order, rules: ['other'], record: 'r', tag: 'Lead', written_at: 0 };
    await desk.ledger.write({ type: 'contact', id }, [
      { tagId: String(tagId), intent: later, flip: { op: 'remove', at: 0, sure: false }, ours: false },
    ]);
    await desk.sync();
    expect(await desk.tagsOf('contacts', id)).toEqual([]);
    expect((await desk.records())[0]?.operations).toMatchObject([{ outcome: 'superseded' }]);
  });
});

describe('a contact with more tags than Intercom embeds', () => {
  it('is not tagged again at every tick', async () => {
    desk = await startScheduledDesk(leads().replace('[Lead]', '["Role: {{contact.role}}"]'));
    const [id = ''] = await contacts(1);
    for (let n = 0; n < 12; n += 1) {
      const { id: tagId } = await desk.api('POST', '/tags', { name: `T${n}` });
      await desk.api('POST', `/contacts/${id}/tags`, { id: tagId });
    }
    await desk.sync();
    desk.timers.advance(hour);
    await desk.sync();
    expect(await desk.tagsOf('contacts', id)).toContain('Role: lead');
    expect(await desk.records()).toMatchObject([{ operations: [{ outcome: 'tagged', owner: 'ours' }] }]);
  });
});

describe('keep', () => {
  const keeping = leads('keep: true');

  it('takes its own tag from whom it does not hold for any more, and says which test failed', async () => {
    desk = await startScheduledDesk(keeping);
    const [id = '', stays = ''] = await contacts(2);
    await desk.sync();
    await desk.api('PUT', `/contacts/${id}`, { role: 'user', email: 'now@acme.test' });
    desk.timers.advance(hour);
    expect(await lastRun()).toMatchObject({ ended: 1 });
    expect(await desk.tagsOf('contacts', id)).toEqual([]);
    expect(await desk.tagsOf('contacts', stays)).toEqual(['Lead']);
    expect((await desk.records()).at(-1)).toMatchObject({
      subject: { type: 'contact', id },
      ended: { rule: 'leads', test: { field: 'contact.role', value: 'lead', found: 'user' } },
      operations: [{ op: 'remove', tag: 'Lead', rules: ['leads'], outcome: 'untagged' }],
    });
  });

  it('never takes a tag that a person set', async () => {
    desk = await startScheduledDesk(keeping);
    const [id = ''] = await contacts(1, { role: 'user', email: 'a@acme.test' });
    const { id: tagId } = await desk.api('POST', '/tags', { name: 'Lead' });
    await desk.api('POST', `/contacts/${id}/tags`, { id: tagId });
    await desk.sync();
    desk.timers.advance(hour);
    await desk.sync();
    expect(await desk.tagsOf('contacts', id)).toEqual(['Lead']);
    expect(await desk.records()).toEqual([]);
  });

  it('never takes a tag that was there before, though the rule held for it', async () => {
    desk = await startScheduledDesk(keeping);
    const [id = ''] = await contacts(1);
    const { id: tagId } = await desk.api('POST', '/tags', { name: 'Lead' });
    await desk.api('POST', `/contacts/${id}/tags`, { id: tagId });
    await desk.sync();
    await desk.api('PUT', `/contacts/${id}`, { role: 'user', email: 'a@acme.test' });
    desk.timers.advance(hour);
    await desk.sync();
    expect(await desk.tagsOf('contacts', id)).toEqual(['Lead']);
  });

  it('puts another tag in the place of what a template rendered before', async () => {
    desk = await startScheduledDesk(`
  - id: plans
    trigger: { every: 1h, over: contacts }
    when: { contact.custom_attributes.plan: { exists: true } }
    then: { add: ["Plan: {{contact.custom_attributes.plan}}"] }
    keep: true
`);
    const [id = ''] = await contacts(1, { role: 'lead', custom_attributes: { plan: 'Basic' } });
    await desk.sync();
    expect(await desk.tagsOf('contacts', id)).toEqual(['Plan: Basic']);
    await desk.api('PUT', `/contacts/${id}`, { custom_attributes: { plan: 'Pro' } });
    desk.timers.advance(hour);
    await desk.sync();
    expect(await desk.tagsOf('contacts', id)).toEqual(['Plan: Pro']);
  });
});

describe('a rule over conversations', () => {
  it('fetches only those whose message could decide', async () => {
    desk = await startScheduledDesk(`
  - id: angry
    trigger: { every: 1h, over: conversations }
    when:
      all:
        - message.text: { words: [refund] }
        - conversation.priority: priority
    then: { add: [Refund] }
`);
    const [contact] = await contacts(1);
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const id = await desk.workspace.create('conversations', {
        from: { type: 'lead', id: contact },
        body: 'Hello',
      });
      const reply = { message_type: 'comment', type: 'user', intercom_user_id: contact };
      await desk.api('POST', `/conversations/${id}/reply`, {
        ...reply,
        body: n % 2 === 0 ? 'A refund!' : 'Thanks',
      });
      await desk.api('PATCH', `/_workspace/conversations/${id}`, {
        priority: n < 2 ? 'priority' : 'not_priority',
      });
      ids.push(id);
    }
    await desk.sync();
    expect(await tagged('conversations', ids, 'Refund')).toEqual([ids[0]]);
    expect(desk.calls('retrieveConversation')).toBe(2);
  });
});

describe('rules over companies', () => {
  const companies = `
  - id: small
    trigger: { every: 1h, over: companies }
    when: { company.size: { lt: 10 } }
    then: { add: [Small] }
    keep: true
  - id: trade
    trigger: { at: "09:00", over: companies }
    when: { company.industry: Trade }
    then: { add: [Trade] }
`;

  it('share one list a day, and tag fifty in a call', async () => {
    desk = await startScheduledDesk(companies);
    const ids: string[] = [];
    for (let n = 0; n < 70; n += 1) {
      const fields = { company_id: `c${n}`, name: `C ${n}`, size: n < 60 ? 5 : 50, industry: 'Trade' };
      ids.push(await desk.workspace.create('companies', fields));
    }
    // Intercom lists no company that has no contact.
    const [contact] = await contacts(1);
    for (const id of ids) await desk.api('POST', `/contacts/${contact}/companies`, { id });
    await desk.sync();
    expect(await tagged('companies', ids, 'Small')).toHaveLength(60);
    expect(desk.calls('createTag')).toBe(3);
    expect(desk.calls('listAllCompanies')).toBe(2);
    desk.timers.advance(2 * hour);
    await desk.sync();
    expect(desk.calls('listAllCompanies')).toBe(2);

    desk.timers.advance(24 * hour);
    await desk.sync();
    expect(await tagged('companies', ids, 'Trade')).toHaveLength(70);
    expect(desk.calls('listAllCompanies')).toBe(4);
  });
});

describe('what goes wrong with one rule or object', () => {
  const both = `
  - id: small
    trigger: { every: 1h, over: companies }
    when: { company.size: { lt: 10 } }
    then: { add: [Small] }
${leads()}`;
  const notFound = JSON.stringify({ type: 'error.list', errors: [{ code: 'not_found', message: '' }] });

  /** Intercom's answer in the place of its own, wherever the call is one of these. */
  const answering =
    (status: number, isMeant: (path: string, body: string) => boolean): typeof fetch =>
    async (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      const body = typeof init?.body === 'string' ? init.body : '';
      return isMeant(pathname, body) ? new Response(notFound, { status }) : fetch(input, init);
    };

  it('keeps no other rule waiting, and is gone on with once it can be', async () => {
    desk = await startScheduledDesk(both);
    const company = await desk.workspace.create('companies', { company_id: 'c', name: 'C', size: 5 });
    const [first = ''] = await contacts(1);
    await desk.api('POST', `/contacts/${first}/companies`, { id: company });
    const refusing = answering(403, (path) => path === '/companies/list');
    expect((await desk.sync({ fetch: refusing })).run?.status).toBe('failed');
    expect(await tagged('contacts', [first], 'Lead')).toEqual([first]);

    desk.timers.advance(hour);
    const [second = ''] = await contacts(1);
    expect((await desk.sync({ fetch: refusing })).run?.status).toBe('failed');
    expect(await tagged('contacts', [second], 'Lead')).toEqual([second]);

    desk.timers.advance(60_000);
    expect((await desk.sync()).run?.status).toBe('finished');
    expect(await tagged('companies', [company], 'Small')).toEqual([company]);
  });

  it('leaves out a conversation that has gone since the search', async () => {
    desk = await startScheduledDesk(`
  - id: refund
    trigger: { every: 1h, over: conversations }
    when: { message.text: { words: [refund] } }
    then: { add: [Refund] }
`);
    const [contact] = await contacts(1);
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const from = { type: 'lead', id: contact };
      ids.push(await desk.workspace.create('conversations', { from, body: 'Hello' }));
      const reply = { message_type: 'comment', type: 'user', intercom_user_id: contact, body: 'refund' };
      await desk.api('POST', `/conversations/${ids[n]}/reply`, reply);
    }
    const gone = answering(404, (path) => path === `/conversations/${ids[1]}`);
    expect(await desk.sync({ fetch: gone })).toMatchObject({
      outcome: 'finished',
      run: { steps: [{ counts: { seen: 3, changed: 2, failed: 0 } }] },
    });
    expect(await tagged('conversations', ids, 'Refund')).toEqual([ids[0], ids[2]]);
  });

  it('begins anew where its cursor is refused, and asks no wider for it', async () => {
    desk = await startScheduledDesk(leads());
    await desk.api('POST', '/tags', { name: 'Lead' });
    const ids = await contacts(170);
    await contacts(1, { role: 'user', email: 'u@acme.test' });
    let refused = 0;
    const once = answering(
      400,
      (path, body) => path === '/contacts/search' && body.includes('starting_after":"') && refused++ === 0,
    );
    const { run } = await desk.sync({ fetch: once });
    expect(run?.steps[0]?.counts).toMatchObject({ searches_refused: 1, seen: 170, changed: 170 });
    expect(await tagged('contacts', ids, 'Lead')).toEqual(ids);
  });

  it('does not go on for ever where every cursor is refused', async () => {
    desk = await startScheduledDesk(leads('mode: shadow'));
    await contacts(170);
    const always = answering(
      400,
      (path, body) => path === '/contacts/search' && body.includes('starting_after":"'),
    );
    expect(await desk.sync({ fetch: always })).toMatchObject({
      outcome: 'failed',
      run: { steps: [{ counts: { searches_refused: 2 } }] },
    });
  });

  it('asks for nobody who lacks a tag that was deleted: it is not made again', async () => {
    desk = await startScheduledDesk(leads());
    const steps = [syncCatalogue, scheduledRules];
    await contacts(2);
    await desk.sync({ steps });
    desk.timers.advance(hour);
    await desk.sync({ steps });
    const tag = [...desk.workspace.workspace.core.tags.all()].find(({ name }) => name === 'Lead');
    await desk.api('DELETE', `/tags/${tag?.id}`);
    await contacts(2);
    desk.timers.advance(hour);
    const { run } = await desk.sync({ steps });
    expect(run?.steps[1]?.counts).toMatchObject({ rules: 1, seen: 0 });
    expect(await desk.records()).toHaveLength(2);
  });
});
