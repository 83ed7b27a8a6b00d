import { afterEach, describe, expect, it } from 'vitest';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import type { ActiveRuleset } from '../../../functions/apply/ruleset-source.ts';
import { createBrakes } from '../../../functions/store/brakes.ts';
import { createControl } from '../../../functions/store/control.ts';
import { createTable } from '../../../functions/store/table.ts';
import { catchUp } from '../../../functions/sync/catch-up/catch-up.ts';
import { runSync } from '../../../functions/sync/run-sync.ts';
import { startConversation } from '../../../infra/local/workspace/conversations/start-conversation.ts';
import { clockTimers } from '../../support/clock-timers.ts';
import { clientSecret, type LocalService, startLocalService } from '../../support/local-service.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { syncDeps } from '../../support/sync-deps.ts';

const minute = 60_000;

let clock: ManualClock;
let service: LocalService;
/** Notifications that Intercom did not get through, newest last. */
let lost: string[];
let gone: boolean;
/** Intercom's answer in the place of its own, by a part of the address. */
let broken: string | undefined;
let active: ActiveRuleset;
afterEach(() => service.close());

const refund = aRule({ id: 'refund', when: words('refund') });

/** A service that has just caught up for the first time. */
async function start(rules = [refund]) {
  clock = manualClock();
  [lost, gone, broken] = [[], false, undefined];
  active = activateRuleset(aRuleset(rules), 1);
  service = await startLocalService(undefined, {
    clock,
    rulesets: async () => active,
    intercomOptions: {
      clock: { now: () => clock.now(), sleep: (ms, signal) => clock.wait(ms, signal) },
      fetch: (input, init) => {
        const url = input instanceof Request ? input.url : String(input);
        const isBroken = broken !== undefined && url.includes(broken);
        return isBroken ? Promise.resolve(new Response('{}', { status: 422 })) : fetch(input, init);
      },
    },
    workspace: {
      timers: clockTimers(clock),
      fetch: (url, init) => {
        if (!gone) return fetch(url, init);
        if (typeof init?.body === 'string') lost.push(init.body);
        return Promise.reject(new Error('connection refused'));
      },
    },
  });
  const subscription = { url: service.stack.webhookUrl, secret: clientSecret };
  const topics = ['conversation.user.created', 'conversation.user.replied'];
  await service.workspace.subscribe({ ...subscription, topics });
  await sync();
}

/** A run of the sync a quarter of an hour later; what its catch-up saw and did, and which calls it cost. */
async function sync() {
  clock.advance(15 * minute);
  await settle();
  const { counts } = service.workspace;
  const before = [counts.total('searchConversations'), counts.total('retrieveConversation')];
  const { run } = await service.stack.sync();
  await settle();
  const step = run?.steps.find(({ name }) => name === 'catch_up');
  return {
    ...step,
    searches: counts.total('searchConversations') - (before[0] ?? 0),
    fetches: counts.total('retrieveConversation') - (before[1] ?? 0),
  };
}

async function settle() {
  await service.workspace.webhooks.idle();
  await service.stack.drain();
}

async function converse(body: string): Promise<string> {
  const made = await service.api('POST', '/contacts', { role: 'user' });
  const contact = service.workspace.core.contacts.find(String(made['id']));
  if (contact === undefined) throw new Error('no contact');
  const { id } = startConversation(service.workspace.core, { contact, body });
  await settle();
  return id;
}

const reply = async (id: string, body: string) => {
  const contact = service.workspace.core.conversations.find(id)?.contactIds[0];
  const message = { message_type: 'comment', type: 'user', intercom_user_id: contact, body };
  await service.api('POST', `/conversations/${id}/reply`, message);
  await settle();
};

const answer = async (id: string) => {
  const [admin] = service.workspace.options.admins;
  const body = { message_type: 'comment', type: 'admin', admin_id: admin?.id, body: 'Hi' };
  await service.api('POST', `/conversations/${id}/reply`, body);
  await settle();
};

/** A conversation that has been answered, and a message in it that is lost, though webhooks come again. */
async function converseAndLose(body: string): Promise<string> {
  const id = await converse('hello');
  await answer(id);
  clock.advance(minute);
  gone = true;
  await reply(id, body);
  clock.advance(2 * minute);
  await settle();
  gone = false;
  return id;
}

function tagsOn(id: string) {
  const { core } = service.workspace;
  const { taggings = [] } = core.conversations.find(id) ?? {};
  return taggings.map(({ tagId }) => core.tags.find(tagId)?.name);
}

const records = async (source: string) =>
  (await service.stack.listRecords()).filter((record) => record.source === source);

describe('what no webhook told of', () => {
  it('is decided as if one had, and the webhook that comes late finds its record', async () => {
    await start();
    gone = true;
    const id = await converse('refund, please');
    expect(await sync()).toMatchObject({ counts: { changed: 1, recovered: 1 }, searches: 1, fetches: 1 });
    expect(await records('catch_up')).toMatchObject([
      {
        topic: 'conversation.user.created',
        identity: `conversation.user.created/conversation:${id}/source`,
        outcome: 'tagged',
      },
    ]);
    const attached = () => service.workspace.counts.total('attachTagToConversation');
    expect(attached()).toBe(1);

    gone = false;
    const late = lost.find((body) => body.includes('conversation.user.created'));
    await service.post(late ?? '');
    await settle();
    expect(service.metrics.counts.Duplicates).toBe(1);
    expect(await service.stack.listRecords()).toHaveLength(1);
    expect(attached()).toBe(1);
  });

  it('costs one fetch, and later runs cost none for it', async () => {
    await start();
    gone = true;
    await converse('refund, please');
    await sync();
    expect(await sync()).toMatchObject({ searches: 1, fetches: 0 });
  });

  it('is not looked for where it may still be on its way, and found by the next run', async () => {
    await start();
    clock.advance(14 * minute);
    gone = true;
    await converse('refund, please');
    const young = await service.stack.sync();
    expect(young.run?.steps[1]?.counts).toMatchObject({ changed: 1, on_its_way: 1 });
    expect(await sync()).toMatchObject({ counts: { recovered: 1 } });
  });

  it('is found behind another message that was told of', async () => {
    await start();
    const id = await converseAndLose('refund, please');
    await reply(id, 'are you there?');
    expect(await sync()).toMatchObject({ counts: { changed: 1, recovered: 1, repeated: 1 }, fetches: 1 });
    expect(tagsOn(id)).toEqual(['refund']);
  });

  it('keeps no other waiting where a conversation cannot be read, and is looked at again until it can', async () => {
    await start();
    gone = true;
    const [unreadable, readable] = [await converse('refund, please'), await converse('refund, please')];
    broken = `/conversations/${unreadable}`;
    expect(await sync()).toMatchObject({ status: 'failed', counts: { unread: 1, recovered: 1 } });
    expect([tagsOn(unreadable), tagsOn(readable)]).toEqual([[], ['refund']]);
    broken = undefined;
    expect(await sync()).toMatchObject({ status: 'done', counts: { recovered: 1 } });
    expect(tagsOn(unreadable)).toEqual(['refund']);
  });

  it('and all that followed it is sent by whoever goes on after one that died between two messages', async () => {
    const thanks = aRule({
      id: 'thanks',
      when: {
        all: [words('thanks'), { field: 'conversation.tags', operator: 'includes', values: ['refund'] }],
      },
      then: [{ target: 'subject', add: [], remove: [{ name: 'refund' }] }],
    });
    await start([refund, thanks]);
    const id = await converseAndLose('refund, please');
    await reply(id, 'thanks, it is here');
    clock.advance(15 * minute);

    let sent = 0;
    const dying = syncDeps({
      database: service.stack.database,
      workspace: { url: service.intercom.url, workspace: service.workspace },
      now: () => clock.now(),
      rulesets: async () => active,
      steps: [catchUp],
      async send(message) {
        if (++sent > 1) throw new Error('the process dies');
        service.stack.queue.send(message);
      },
    });
    const { run } = await runSync(dying, { tick: clock.now(), remainingMs: () => 4 * minute });
    expect(run?.steps).toMatchObject([{ status: 'failed', error: 'Error: the process dies' }]);
    await settle();
    expect(tagsOn(id)).toEqual(['refund']);
    await sync();
    expect(tagsOn(id)).toEqual([]);
  });

  it('waits while the line is paused: nothing could be applied', async () => {
    await start();
    gone = true;
    await converse('refund, please');
    const now = () => clock.now();
    const table = createTable(service.stack.database.client, service.stack.database.tableName, now);
    const brakes = createBrakes(table, createControl(table, now), now);
    await brakes.pause({ reason: 'test', since: '', until: null });
    expect(await sync()).toMatchObject({ counts: { paused: 1 }, searches: 0 });
    await brakes.resume();
    expect(await sync()).toMatchObject({ counts: { recovered: 1 } });
  });
});

describe('what webhooks told of', () => {
  it('costs one search, and no fetch', async () => {
    await start();
    const id = await converse('refund, please');
    await reply(id, 'thanks');
    expect(await sync()).toMatchObject({
      counts: { changed: 1, reported: 1 },
      searches: 1,
      fetches: 0,
      calls: 1,
    });
  });

  it('is looked at where others were lost: an earlier part may be missing behind it', async () => {
    await start();
    const id = await converse('hello');
    clock.advance(minute);
    gone = true;
    await reply(id, 'refund, please');
    await converse('refund, please');
    clock.advance(2 * minute);
    await settle();
    gone = false;
    await reply(id, 'thanks');
    expect(await sync()).toMatchObject({
      counts: { changed: 2, reported: 1, recovered: 2, repeated: 1 },
      fetches: 2,
    });
    expect(tagsOn(id)).toEqual(['refund']);
  });
});

describe('a catch-up', () => {
  it('that finds nothing costs at most three calls', async () => {
    await start();
    expect((await sync()).calls).toBeLessThanOrEqual(3);
  });

  it('costs none where no rule listens to what parts bring', async () => {
    await start([aRule({ id: 'contacts', trigger: ['contact.user.created'] })]);
    gone = true;
    await converse('refund, please');
    expect(await sync()).toMatchObject({ calls: 0, searches: 0 });
  });

  it('fetches no conversation in which nothing happened that a rule listens to', async () => {
    await start();
    const id = await converse('hello');
    await sync();
    await answer(id);
    expect(await sync()).toMatchObject({ counts: { changed: 1 }, fetches: 0 });
  });
});

describe('a rule that begins to listen', () => {
  it('is not told of what was before any did', async () => {
    await start([aRule({ id: 'contacts', trigger: ['contact.user.created'] })]);
    gone = true;
    await converse('refund, please');
    await sync();
    await sync();
    active = activateRuleset(aRuleset([refund]), 2);
    expect(await sync()).toMatchObject({ counts: {}, fetches: 0 });
    await converse('refund, please');
    expect(await sync()).toMatchObject({ counts: { recovered: 1 } });
  });
});

describe('webhooks that do not arrive', () => {
  it('are told of at the second run in a row that finds most of them missing', async () => {
    await start();
    const broken = () => service.metrics.counts.WebhooksBroken ?? 0;
    gone = true;
    await converse('refund');
    await sync();
    expect(broken()).toBe(0);
    await converse('refund');
    const { findings } = await sync();
    expect(broken()).toBe(1);
    expect(findings).toEqual({ webhooks: { broken: true, runs_in_a_row: 2, unreported: 1 } });
    expect(service.metrics.counts.Unreported).toBe(2);
    gone = false;
    await sync();
    expect(broken()).toBe(1);
  });
});
