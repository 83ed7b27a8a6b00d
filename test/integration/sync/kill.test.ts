import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import type { QueueMessage } from '../../../functions/platform/queue.ts';
import { createLocalTable } from '../../../functions/store/create-table.ts';
import { createReported } from '../../../functions/store/reported.ts';
import { createRunStore } from '../../../functions/store/runs.ts';
import { createTable, type Item } from '../../../functions/store/table.ts';
import { hoursDue } from '../../../functions/sync/counters/hours-due.ts';
import { healthStateSchema } from '../../../functions/sync/health/health-state.ts';
import { runSync } from '../../../functions/sync/run-sync.ts';
import { syncSteps } from '../../../functions/sync/steps.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { renderContactAuthor } from '../../../infra/local/workspace/contacts/render-contact.ts';
import { addPart } from '../../../infra/local/workspace/conversations/add-part.ts';
import { startConversation } from '../../../infra/local/workspace/conversations/start-conversation.ts';
import { clockTimers } from '../../support/clock-timers.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { type Mortal, mortal } from '../../support/mortal.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { type StartedWorkspace, startWorkspace } from '../../support/start-workspace.ts';
import { syncDeps } from '../../support/sync-deps.ts';

const minute = 60_000;

let database: LocalDatabase;
beforeAll(async () => {
  database = await startDynalite();
});
afterAll(() => database.close());

const ruleset = aRuleset([
  aRule({ id: 'refund', when: words('refund') }),
  aRule({ id: 'contact', trigger: ['contact.user.updated'] }),
  aRule({ id: 'company', trigger: ['company.updated'] }),
  aRule({ id: 'users', trigger: [{ every: '1d', over: 'contacts' }] }),
]);

describe('a sync killed at each of its steps in turn, and repeated', () => {
  it('ends as one that lives, and makes no call again that its resume point could have saved', async () => {
    const whole = await play(undefined);
    expect(whole.end).toMatchObject({
      // Five of conversations, three contacts that are new, one company.
      sent: { length: 5 + 3 + 1 },
      catalogue: { length: 2 },
      run: [[expect.any(String), 'finished']],
      tags: [['users'], ['users'], ['users']],
      records: { length: 3 },
      health: { rules: 4, findings: [] },
    });
    const steps = whole.steps.length;
    expect(steps).toBeGreaterThan(50);

    let repeated = 0;
    for (let last = 1; last <= steps; last++) {
      const killed = await play(last);
      const where = `killed at step ${last} of ${steps}, ${killed.steps.at(-1)}`;
      expect(killed.end, where).toEqual(whole.end);
      for (const [call, saved] of killed.saved) {
        expect(timesIn(killed.later, call), `${call}, ${where}`).toBeLessThanOrEqual(
          timesIn(whole.steps, call) - saved,
        );
      }
      const made = [...killed.steps, ...killed.later];
      const again = [...new Set(callsIn(whole.steps))].reduce(
        (sum, call) => sum + Math.max(0, timesIn(made, call) - timesIn(whole.steps, call)),
        0,
      );
      // At most what was under way: three conversations are fetched side by side.
      expect(again, where).toBeLessThanOrEqual(3);
      repeated += again;
    }
    console.log(`killed at each of ${steps} steps: ${repeated} calls made again in all`);
  }, 180_000);
});

const callsIn = (steps: readonly string[]) => steps.filter((step) => step.includes(' /'));
const timesIn = (steps: readonly string[], call: string) => steps.filter((step) => step === call).length;

let worlds = 0;

/**
 * A world in which conversations, contacts and a company changed of which no webhook told, and a schedule is due; a run
 * killed at that step, then taken up again.
 */
async function play(diesAt: number | undefined) {
  const clock = manualClock();
  const now = () => clock.now();
  const tableName = `world-${++worlds}`;
  await createLocalTable(database.client, tableName);
  await using started = await startWorkspace({ timers: clockTimers(clock) });
  const sent = new Map<string, QueueMessage>();

  /** One invocation; resolves when it ends or dies. */
  async function invoke(life: Mortal, tick: number) {
    const deps = syncDeps({
      database: { client: life.client, tableName },
      workspace: started,
      now,
      rulesets: async () => activateRuleset(ruleset, 1),
      send: life.send(async (message: QueueMessage) => void sent.set(message.deduplicationId, message)),
      intercomOptions: { fetch: life.fetch },
      steps: syncSteps,
    });
    const endsAt = now() + 4 * minute;
    await Promise.race([runSync(deps, { tick, remainingMs: () => endsAt - now() }), life.killed]);
  }

  await seedCursors(tableName, now, 24 * 60 * minute);
  clock.advance(24 * 60 * minute);
  await started.connect().createTag('Refund');
  const contacts: string[] = [];
  for (let n = 0; n < 3; n++)
    contacts.push(await converse(started, n < 2 ? ['refund', 'refund'] : ['refund']));
  await addCompany(started, contacts[0] ?? '');
  clock.advance(10 * minute);

  const tick = now();
  const life = mortal(database.endpoint, { diesAt });
  await invoke(life, tick);
  const saved = await callsSaved(tableName, now, tick, [...started.workspace.core.conversations.all()]);
  clock.advance(15 * minute);
  const later = mortal(database.endpoint);
  if (diesAt !== undefined) await invoke(later, tick);
  return {
    steps: [...life.steps],
    later: callsIn(later.steps),
    saved,
    end: {
      sent: [...sent.keys()].sort(),
      tags: contacts.map((id) => tagsOf(started, id)),
      ...(await stateOf(tableName)),
    },
  };
}

/** As runs leave them that have found nothing for so long: of the counters one hour is due then. */
async function seedCursors(tableName: string, now: () => number, aheadMs: number): Promise<void> {
  const runs = createRunStore(createTable(database.client, tableName, now), now);
  const lease = await runs.acquire('test', now());
  if (lease === null) throw new Error('the lease is held');
  const from = Math.floor(now() / 1_000);
  const webhooks = { unreported: 0, broken: false };
  await runs.saveCursor(lease, 'catch_up', { from, before: from, webhooks });
  for (const name of ['contacts', 'companies']) await runs.saveCursor(lease, name, { from, looked_at: from });
  const counted = hoursDue({}, now() + aheadMs).slice(1);
  await runs.saveCursor(lease, 'counters', {
    stages: Object.fromEntries(counted.map(({ hour }) => [hour, 6])),
  });
}

/** What a run leaves behind, without times and what is taken in advance. */
async function stateOf(tableName: string) {
  const scan = { TableName: tableName, ConsistentRead: true };
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: database.client }, scan)) {
    items.push(...Items.map((item) => unmarshall(item)));
  }
  const keyOf = ({ pk, sk }: Item) => `${String(pk)} ${String(sk)}`;
  const kept = items
    .filter((item) => !/^SYNC LEASE$|^LIMIT#/.test(keyOf(item)))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const fieldsOf = (prefix: string, names: readonly string[]) =>
    kept
      .filter((item) => keyOf(item).startsWith(prefix))
      .map((item) => [keyOf(item), ...names.map((name) => item[name])]);
  const health = healthStateSchema.parse(
    kept.find((item) => keyOf(item) === 'SYNC CURSOR#health')?.['value'],
  );
  return {
    // The lists by rule begin with the time at which the object was seen.
    keys: kept.map((item) => keyOf(item).replace(/^(RULE#\S+) [^#]+/, '$1')),
    run: fieldsOf('RUN#', ['status']),
    catalogue: fieldsOf('TAG ', ['name', 'deleted']),
    records: fieldsOf('NOTIFICATION#', ['status', 'outcome']),
    counters: [...fieldsOf('STATS#', ['records', 'rules']), ...fieldsOf('SYNC CURSOR#counters', ['value'])],
    health: { hour: health.hour, rules: health.rules, findings: health.findings },
  };
}

const runId = (tick: number) => `sync-${new Date(tick).toISOString()}`;

function tagsOf({ workspace: { core } }: StartedWorkspace, contactId: string): string[] {
  const { taggings = [] } = core.contacts.find(contactId) ?? {};
  return taggings.map(({ tagId }) => core.tags.find(tagId)?.name ?? tagId);
}

/** The contact's id. */
async function converse(
  started: StartedWorkspace,
  [first = '', ...more]: readonly string[],
): Promise<string> {
  const { workspace } = started;
  const id = await started.create('contacts', { role: 'user' });
  const contact = workspace.core.contacts.find(id);
  if (contact === undefined) throw new Error('no contact');
  const conversation = startConversation(workspace.core, { contact, body: first });
  const author = renderContactAuthor(contact);
  for (const body of more) addPart(workspace.core, conversation, { partType: 'comment', author, body });
  return id;
}

/** Intercom lists no company that has no contact. */
async function addCompany(started: StartedWorkspace, contactId: string): Promise<void> {
  const { workspace } = started;
  const id = await started.create('companies', { company_id: 'acme', name: 'Acme' });
  await workspace.app.request(`/contacts/${contactId}/companies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.options.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
  });
}

/** Calls whose answers the table holds at this moment, in the run's record or as a mark: how often each. */
async function callsSaved(
  tableName: string,
  now: () => number,
  tick: number,
  conversations: { id: string }[],
): Promise<Map<string, number>> {
  const table = createTable(database.client, tableName, now);
  const run = await createRunStore(table, now).read(runId(tick));
  const isSaved = (name: string) => {
    const step = run?.steps.find((each) => each.name === name);
    return step?.status === 'done' || step?.resume !== undefined;
  };
  const ids = conversations.map(({ id }) => id);
  const marks = await createReported(database.client, tableName, table, now).seen('conversation', ids);
  const calls = [
    ...(isSaved('catalogue') ? ['GET /tags'] : []),
    ...(isSaved('catch_up') ? ['POST /conversations/search'] : []),
    ...[...marks].flatMap(([id, { until }]) => (until > 0 ? [`GET /conversations/${id}`] : [])),
    ...(isSaved('contacts') ? ['POST /contacts/search'] : []),
    ...(isSaved('companies') ? ['POST /companies/list'] : []),
    // The list of tags, one page, the tag itself, and three contacts at once.
    ...(isSaved('scheduled_rules') ? ['GET /tags', 'POST /contacts/search', 'POST /tags', 'POST /tags'] : []),
  ];
  return new Map(
    Object.entries(Object.groupBy(calls, (call) => call)).map(([call, all = []]) => [call, all.length]),
  );
}
