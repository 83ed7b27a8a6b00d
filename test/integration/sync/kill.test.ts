import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import type { QueueMessage } from '../../../functions/platform/queue.ts';
import { createLocalTable } from '../../../functions/store/create-table.ts';
import { createReported } from '../../../functions/store/reported.ts';
import { createRunStore } from '../../../functions/store/runs.ts';
import { createTable } from '../../../functions/store/table.ts';
import { createTagCatalogue } from '../../../functions/store/tag-catalogue.ts';
import { syncCatalogue } from '../../../functions/sync/catalogue/sync-catalogue.ts';
import { catchUp } from '../../../functions/sync/catch-up/catch-up.ts';
import { runSync } from '../../../functions/sync/run-sync.ts';
import { localDynamoDb } from '../../../infra/local/local-dynamo-db.ts';
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

describe('a sync killed after each of its steps in turn, and repeated', () => {
  it('ends as one that lives, and makes no call again that its resume point could have saved', async () => {
    const whole = await play(undefined);
    expect(whole.end).toMatchObject({ sent: { length: 5 }, tags: [{ name: 'Refund' }], status: 'finished' });
    const steps = whole.steps.length;
    expect(steps).toBeGreaterThan(15);

    let repeated = 0;
    for (let last = 1; last <= steps; last++) {
      const killed = await play(last);
      const where = `killed after step ${last} of ${steps}, ${killed.steps.at(-1)}`;
      expect(killed.end, where).toEqual(whole.end);
      expect(
        killed.later.filter((call) => killed.saved.includes(call)),
        where,
      ).toEqual([]);
      const again = killed.later.filter((call) => killed.steps.includes(call)).length;
      // At most what was under way: three conversations are fetched side by side.
      expect(again, where).toBeLessThanOrEqual(3);
      repeated += again;
    }
    console.log(`killed after each of ${steps} steps: ${repeated} calls made again in all`);
  });
});

let worlds = 0;

/** A world with three conversations of which no webhook told; a run killed after that step, then taken up again. */
async function play(lastStep: number | undefined) {
  const clock = manualClock();
  const now = () => clock.now();
  const tableName = `world-${++worlds}`;
  await createLocalTable(database.client, tableName);
  await using started = await startWorkspace({ timers: clockTimers(clock) });
  const sent = new Map<string, QueueMessage>();
  const ruleset = aRuleset([aRule({ id: 'refund', when: words('refund') })]);

  /** One invocation; resolves when it ends or dies. */
  async function invoke(life: Mortal, tick: number) {
    const client = localDynamoDb(database.endpoint);
    life.watch(client);
    const deps = syncDeps({
      database: { client, tableName },
      workspace: started,
      now,
      rulesets: async () => activateRuleset(ruleset, 1),
      send: life.send(async (message: QueueMessage) => void sent.set(message.deduplicationId, message)),
      intercomOptions: { fetch: life.fetch },
      steps: [syncCatalogue, catchUp],
    });
    const endsAt = now() + 4 * minute;
    await Promise.race([runSync(deps, { tick, remainingMs: () => endsAt - now() }), life.killed]);
  }

  await invoke(mortal(), now());
  clock.advance(5 * minute);
  await started.connect().createTag('Refund');
  for (let n = 0; n < 3; n++) await converse(started, n < 2 ? ['refund', 'refund'] : ['refund']);
  clock.advance(10 * minute);

  const tick = now();
  const life = mortal(lastStep);
  await invoke(life, tick);
  const saved = await callsSaved(tableName, now, tick, [...started.workspace.core.conversations.all()]);
  clock.advance(15 * minute);
  const later = mortal();
  if (lastStep !== undefined) await invoke(later, tick);

  const table = createTable(database.client, tableName, now);
  const tags = await createTagCatalogue(database.client, tableName, table, now).readAll();
  const run = await createRunStore(table, now).read(runId(tick));
  return {
    steps: life.steps,
    later: later.steps.filter((step) => / \//.test(step)),
    saved,
    end: {
      sent: [...sent.keys()].sort(),
      tags: tags.map(({ id, name, deleted }) => ({ id, name, deleted })),
      status: run?.status,
    },
  };
}

const runId = (tick: number) => `sync-${new Date(tick).toISOString()}`;

async function converse(started: StartedWorkspace, [first = '', ...more]: readonly string[]): Promise<void> {
  const { workspace } = started;
  const contact = workspace.core.contacts.find(await started.create('contacts', { role: 'user' }));
  if (contact === undefined) throw new Error('no contact');
  const conversation = startConversation(workspace.core, { contact, body: first });
  const author = renderContactAuthor(contact);
  for (const body of more) addPart(workspace.core, conversation, { partType: 'comment', author, body });
}

/** Calls whose answers the table holds at this moment: in the run's record, or as a conversation's mark. */
async function callsSaved(
  tableName: string,
  now: () => number,
  tick: number,
  conversations: { id: string }[],
): Promise<string[]> {
  const table = createTable(database.client, tableName, now);
  const run = await createRunStore(table, now).read(runId(tick));
  const stepOf = (name: string) => run?.steps.find((step) => step.name === name);
  const ids = conversations.map(({ id }) => id);
  const marks = await createReported(database.client, tableName, table, now).seen('conversation', ids);
  const pages = stepOf('catch_up')?.resume;
  return [
    ...(stepOf('catalogue')?.status === 'done' ? ['GET /tags'] : []),
    ...(stepOf('catch_up')?.status === 'done' || pages !== undefined ? ['POST /conversations/search'] : []),
    ...[...marks.keys()].map((id) => `GET /conversations/${id}`),
  ];
}
