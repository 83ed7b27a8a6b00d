import { afterEach, describe, expect, it } from 'vitest';
import type { Ruleset } from '../../../functions/rules/model.ts';
import { countRequests } from '../../support/count-requests.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { clientSecret } from '../../support/local-service.ts';
import { openBrakes } from '../../support/open-brakes.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';

let desk: Desk;
afterEach(() => desk.close());

const start = async (ruleset: Ruleset, options?: Parameters<typeof startDesk>[1]) => {
  desk = await startDesk(ruleset, options);
  return desk;
};

const refund = aRule({ id: 'refund', when: words('refund') });
const ofBoth = aRule({
  id: 'refund',
  when: words('refund'),
  then: [
    { target: 'subject', add: [{ name: 'Refund' }], remove: [] },
    { target: 'contact', add: [{ name: 'Refund requester' }], remove: [] },
  ],
});
const calls = (operation: string) => desk.workspace.counts.total(operation);
const allCalls = () =>
  Object.keys(desk.workspace.counts.read()).reduce((sum, operation) => sum + calls(operation), 0);

describe('fetching', () => {
  it('is done for nothing that decides nothing', async () => {
    const { reply } = await start(aRuleset([ofBoth]));
    await reply();
    await reply({ body: 'thanks' });
    for (const operation of ['ShowContact', 'retrieveConversation', 'listTags'])
      expect(calls(operation)).toBe(0);
  });

  it('is done once for an object on which several rules depend', async () => {
    const email = { field: 'contact.email', operator: 'ends_with' as const, values: ['@example.test'] };
    const { reply, stack } = await start(
      aRuleset([
        aRule({ id: 'by-mail', when: email }),
        aRule({ id: 'by-role', when: { field: 'contact.role', operator: 'equals', values: ['user'] } }),
      ]),
    );
    await reply();
    expect(calls('ShowContact')).toBe(1);
    const [record] = await stack.listRecords();
    expect(record?.matched.map(({ rule }) => rule)).toEqual(['by-mail', 'by-role']);
    expect(record?.fetched).toEqual([`contact:${desk.contactId}`]);
  });

  it('follows the contact to its company', async () => {
    const plan = { field: 'company.plan.name', operator: 'equals' as const, values: ['Enterprise'] };
    const { reply, api, contactId, stack } = await start(aRuleset([aRule({ id: 'vip', when: plan })]));
    const company = await api('POST', '/companies', { company_id: 'acme', name: 'Acme', plan: 'Enterprise' });
    await api('POST', `/contacts/${contactId}/companies`, { id: company['id'] });
    await reply();
    expect((await stack.listRecords())[0]?.fetched).toEqual([
      `contact:${contactId}`,
      `company:${String(company['id'])}`,
    ]);
    expect(desk.outcomes()).toEqual(['tagged']);
  });
});

describe('an object tied to the subject that is gone', () => {
  const gone = '0123456789abcdef01234567';
  const ofUsers = aRule({
    id: 'user',
    when: { field: 'contact.role', operator: 'equals', values: ['user'] },
  });

  it.each([
    ['at once', 3600, 0, 1],
    ['while it may only be too young to be seen, after three retries', 0, 3, 4],
  ])(
    'keeps none of the rules from matching that do not depend on it: %s',
    async (_, age, attempts, looks) => {
      const { reply, stack, clock } = await start(aRuleset([ofUsers, refund]));
      await reply({ contactId: gone, createdAt: Math.floor(clock.now() / 1000) - age });
      const [record] = await stack.listRecords();
      expect(record).toMatchObject({ outcome: 'tagged', attempts, fetched: [`contact:${gone}`] });
      expect(record?.matched.map(({ rule }) => rule)).toEqual(['refund']);
      expect(calls('ShowContact')).toBe(looks);
    },
  );
});

describe("DynamoDB's budget", () => {
  it('is 1 write for a miss; 3 writes and 1 read for a hit, text and rule entry apart; 2 requests for a further target', async () => {
    const { reply, stack } = await start(aRuleset([ofBoth, aRule({ id: 'help', when: words('help') })]));
    // The brakes and the catalogue are looked at once in a while, not for each notification.
    await reply({ body: 'refund, and help', drain: 'now' });
    const counts = countRequests(stack.database.client);
    const spent = async (body: string, tags?: { id: string; name: string }[]) => {
      const before = { ...counts };
      await reply({ body, drain: 'now', ...(tags === undefined ? {} : { tags }) });
      return { reads: counts.reads - before.reads, writes: counts.writes - before.writes };
    };
    const spending = {
      miss: await spent('thanks'),
      oneTarget: await spent('help'),
      twoTargets: await spent('refund'),
      foundAsWanted: await spent('help', [{ id: '11', name: 'Help' }]),
      oneOfTwoFoundAsWanted: await spent('refund', [{ id: '12', name: 'Refund' }]),
    };
    console.log(`DynamoDB requests: ${JSON.stringify(spending)}`);
    expect(spending).toEqual({
      miss: { reads: 0, writes: 1 },
      oneTarget: { reads: 1, writes: 3 + 2 },
      // The contact's tags are not known: that the new one is ours is noted by the update that looks back.
      twoTargets: { reads: 1, writes: 5 + 2 },
      foundAsWanted: { reads: 0, writes: 3 + 2 },
      oneOfTwoFoundAsWanted: { reads: 0, writes: 5 + 2 },
    });
  });
});

describe('a great many tags of one object', () => {
  it('are changed all, though no expression of DynamoDB takes as many intents at once', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `Tag ${n}`);
    const many = aRule({
      id: 'many',
      when: words('refund'),
      then: [{ target: 'subject', add: names.map((name) => ({ name })), remove: [] }],
    });
    const { reply, tagsOf, conversationId, stack } = await start(aRuleset([many]));
    await reply();
    expect((await tagsOf(`/conversations/${conversationId}`)).toSorted()).toEqual(names.toSorted());
    expect(await stack.listRecords()).toMatchObject([{ status: 'finished', outcome: 'tagged', attempts: 0 }]);
  });
});

describe('the newest notification', () => {
  const settled = aRule({
    id: 'settled',
    when: words('settled'),
    then: [{ target: 'subject', add: [], remove: [{ name: 'Refund' }] }],
  });
  /** A conversation that carries the tag, as a notification shows it. */
  const startTagged = async () => {
    await start(aRuleset([refund, settled]));
    const { api, conversationId, workspace } = desk;
    const { id } = await api('POST', '/tags', { name: 'Refund' });
    const tags = [{ id: String(id), name: 'Refund' }];
    await api('POST', `/conversations/${conversationId}/tags`, {
      id,
      admin_id: workspace.options.admins[0]?.id,
    });
    workspace.counts.clear();
    return tags;
  };
  const seconds = () => Math.floor(desk.clock.now() / 1000);
  const tagsNow = () => desk.tagsOf(`/conversations/${desk.conversationId}`);
  const callsOf = () =>
    Object.keys(desk.workspace.counts.read()).filter((name) => !name.startsWith('retrieve'));

  it('stands where it finds the tag there, and costs no call: an older one that comes later does not remove it', async () => {
    const tags = await startTagged();
    const at = seconds();
    await desk.reply({ tags, createdAt: at + 60, partId: '2000' });
    await desk.reply({ tags, createdAt: at, partId: '1000', body: 'settled' });
    expect(desk.outcomes()).toEqual(['already_tagged', 'already_tagged']);
    const operations = (await desk.stack.listRecords()).flatMap((record) => record.operations);
    expect(operations).toMatchObject([{ op: 'remove', outcome: 'superseded' }]);
    expect(await tagsNow()).toEqual(['Refund']);
    expect(callsOf()).toEqual(['listTags']);
  });

  it('stands where it finds no tag: an older one that comes later does not add it', async () => {
    await start(aRuleset([refund, settled]));
    const at = seconds();
    await desk.reply({ tags: [], createdAt: at + 60, partId: '2000', body: 'settled' });
    await desk.reply({ tags: [], createdAt: at, partId: '1000' });
    expect(desk.outcomes()).toEqual(['already_tagged', 'already_tagged']);
    expect(await tagsNow()).toEqual([]);
  });

  it('has its way where it shows the tags from before the last change', async () => {
    const tags = await startTagged();
    const at = seconds();
    await desk.reply({ tags, createdAt: at, partId: '1000', body: 'settled' });
    expect(await tagsNow()).toEqual([]);
    await desk.reply({ tags, createdAt: at + 1, partId: '2000' });
    expect(await tagsNow()).toEqual(['Refund']);
    expect(desk.outcomes()).toEqual(['tagged', 'tagged']);
  });

  it('changes nothing while its rule is paused', async () => {
    const tags = await startTagged();
    const brakes = openBrakes(desk.stack.database, () => desk.clock.now());
    await brakes.pauseRule('refund', { reason: 'test', since: new Date(desk.clock.now()).toISOString() });
    desk.clock.advance(5_000);
    const at = seconds();
    await desk.reply({ tags, createdAt: at + 60, partId: '2000' });
    await desk.reply({ tags, createdAt: at, partId: '1000', body: 'settled' });
    expect(desk.outcomes()).toEqual(['already_tagged', 'tagged']);
    expect(await tagsNow()).toEqual([]);
  });
});

describe('once', () => {
  it('matches a subject a first time only', async () => {
    const { reply } = await start(aRuleset([{ ...refund, once: true }]));
    await reply();
    await reply();
    expect(desk.outcomes()).toEqual(['tagged', 'no_match']);
  });
});

describe('echoes', () => {
  const chained = aRule({
    id: 'chained',
    trigger: ['contact.user.tag.created'],
    then: [{ target: 'subject', add: [{ name: 'Chained' }], remove: [] }],
  });
  const told = async () => {
    const path = `/contacts/${desk.contactId}`;
    await desk.reply();
    await expect.poll(async () => (await desk.stack.listRecords()).length).toBe(2);
    await desk.drainInTime();
    return desk.tagsOf(path);
  };

  it('of our own tag are recorded and trigger no rule; a tag of a person does', async () => {
    await start(aRuleset([ofBoth, chained]));
    await desk.workspace.subscribe({
      url: desk.stack.webhookUrl,
      secret: clientSecret,
      topics: ['contact.user.tag.created'],
    });
    expect(await told()).toHaveLength(1);
    expect(desk.outcomes()).toEqual(['tagged', 'echo']);

    const tag = await desk.api('POST', '/tags', { name: 'By hand' });
    await desk.api('POST', `/contacts/${desk.contactId}/tags`, { id: tag['id'] });
    await expect.poll(async () => (await desk.stack.listRecords()).length).toBeGreaterThanOrEqual(3);
    await desk.drainInTime();
    expect(desk.outcomes().slice(2)).toContain('tagged');
  });
});

describe('the record', () => {
  it('says which change was left out, and why: its template has no value', async () => {
    const named = aRule({
      id: 'named',
      when: words('refund'),
      then: [
        {
          target: 'subject',
          add: [{ name: 'Refund' }, { template: 'Plan: {{conversation.title}}' }],
          remove: [],
        },
      ],
    });
    const { reply, stack, tagsOf, conversationId } = await start(aRuleset([named]));
    await reply();
    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund']);
    expect((await stack.listRecords())[0]?.skipped).toEqual([
      { rule: 'named', target: 'subject', op: 'add', tag: 'Plan: {{conversation.title}}', reason: 'missing' },
    ]);
  });
});

describe('a loop with an outsider', () => {
  it('ends at the sixth flip within an hour, and the record says so', async () => {
    const { reply, api, stack, tagsOf, conversationId, workspace } = await start(aRuleset([refund]));
    const tag = await api('POST', '/tags', { name: 'refund' });
    const path = `/conversations/${conversationId}`;
    for (let n = 0; n < 7; n++) {
      await reply({ drain: 'now' });
      const admin_id = workspace.options.admins[1]?.id;
      if (n < 6) await api('DELETE', `${path}/tags/${String(tag['id'])}`, { admin_id });
    }
    expect(await tagsOf(path)).toEqual([]);
    expect(calls('attachTagToConversation')).toBe(6);
    const outcomes = (await stack.listRecords()).flatMap(({ operations }) =>
      operations.map((each) => each.outcome),
    );
    expect(outcomes.toSorted()).toEqual(['flip_limit', ...Array<string>(6).fill('tagged')]);
  });
});

describe('remove_only_own', () => {
  it('leaves what a person has tagged', async () => {
    const untag = aRule({
      id: 'untag',
      when: words('refund'),
      then: [{ target: 'subject', add: [], remove: [{ name: 'Triage' }] }],
    });
    const tagIt = aRule({
      id: 'tag',
      when: words('triage'),
      then: [{ target: 'subject', add: [{ name: 'Triage' }], remove: [] }],
    });
    const { reply, api, conversationId, tagsOf, stack } = await start(
      aRuleset([untag, tagIt], { remove_only_own: true }),
    );
    const tag = await api('POST', '/tags', { name: 'Triage' });
    const tags = [{ id: String(tag['id']), name: 'Triage' }];
    const body = { id: tag['id'], admin_id: desk.workspace.options.admins[0]?.id };
    await api('POST', `/conversations/${conversationId}/tags`, body);
    await reply({ tags });
    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual(['Triage']);
    const outcomes = (await stack.listRecords()).flatMap(({ operations }) =>
      operations.map((each) => each.outcome),
    );
    expect(outcomes).toEqual(['not_ours']);

    await api('DELETE', `/conversations/${conversationId}/tags/${tags[0]?.id}`, { admin_id: body.admin_id });
    await reply({ body: 'triage' });
    await reply({ tags });
    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual([]);
  });
});

describe('an operation that fails for good', () => {
  it('is recorded, and the others go on', async () => {
    const { reply, stack, tagsOf, conversationId, clock } = await start(aRuleset([ofBoth]));
    const createdAt = Math.floor(clock.now() / 1000) - 3600;
    await reply({ contactId: '0123456789abcdef01234567', createdAt });
    expect(await tagsOf(`/conversations/${conversationId}`)).toEqual(['Refund']);
    const [record] = await stack.listRecords();
    expect(record?.operations.map(({ tag, outcome, status }) => [tag, outcome, status])).toEqual([
      ['Refund', 'tagged', undefined],
      ['Refund requester', 'subject_gone', 404],
    ]);
    expect(record?.status).toBe('finished');
  });
});

describe('a failure that may pass', () => {
  const fail = (times?: number) =>
    desk.workspace.faults.set([
      {
        kind: 'server_error',
        status: 503,
        body: 'json',
        carried_out: false,
        share: 1,
        operations: ['attachTagToConversation'],
        ...(times === undefined ? {} : { times }),
      },
    ]);

  it('is retried, counted, and neither undoes nor repeats what is done', async () => {
    const { reply, stack } = await start(aRuleset([ofBoth]));
    fail(2);
    const before = allCalls();
    await reply();
    const [record] = await stack.listRecords();
    expect(record).toMatchObject({ status: 'finished', outcome: 'tagged', attempts: 2 });
    expect(record?.calls).toBe(allCalls() - before);
    expect(calls('attachTagToContact')).toBe(1);
    expect(calls('attachTagToConversation')).toBe(3);
  });

  it('that does not is dead-lettered at the fifth, and a redrive takes it up', async () => {
    const { reply, stack, drainInTime } = await start(aRuleset([ofBoth]));
    fail();
    const before = allCalls();
    await reply();
    expect(await stack.listRecords()).toMatchObject([{ status: 'failed', outcome: 'failed', attempts: 5 }]);
    const [dead] = stack.deadLetterQueue.peek();
    expect(stack.deadLetterQueue.size()).toBe(1);

    desk.workspace.faults.set([]);
    if (dead === undefined) throw new Error('the dead letter is there');
    stack.queue.send({
      groupId: dead.groupId,
      deduplicationId: `${dead.deduplicationId}#redrive1`,
      body: dead.body,
      attributes: { ...dead.attributes, redrive: '1' },
    });
    await drainInTime();
    const all = { calls: allCalls() - before };
    expect(await stack.listRecords()).toMatchObject([{ status: 'finished', outcome: 'tagged', ...all }]);
    expect(calls('attachTagToContact')).toBe(1);
  });

  it('and is the rate limit is not counted', async () => {
    const { reply, stack } = await start(aRuleset([refund]), {
      intercomOptions: { maxWaitMs: 0 },
    });
    desk.workspace.faults.set([
      { kind: 'rate_limit', share: 1, operations: ['attachTagToConversation'], times: 1 },
    ]);
    await reply();
    expect(await stack.listRecords()).toMatchObject([{ status: 'finished', outcome: 'tagged', attempts: 0 }]);
    expect(desk.outcomes()[0]).toBe('postponed');
  });
});
