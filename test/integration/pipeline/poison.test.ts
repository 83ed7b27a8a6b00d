import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pauseSeconds } from '../../../functions/apply/pause-seconds.ts';
import { recordKey } from '../../../functions/store/record-key.ts';
import { createTable } from '../../../functions/store/table.ts';
import { listRecords } from '../../../infra/local/list-records.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { createBatches } from '../../support/batches.ts';
import { aRule, aRuleset } from '../../support/rulesets.ts';
import { type StartedWorkspace, startWorkspace } from '../../support/start-workspace.ts';

const ruleset = aRuleset([
  aRule({
    id: 'user',
    when: { field: 'contact.role', operator: 'equals', values: ['user'] },
    then: [{ target: 'subject', add: [{ name: 'User' }], remove: [] }],
  }),
]);

let database: LocalDatabase;
let intercom: StartedWorkspace;
beforeEach(async () => {
  database = await startDynalite();
  intercom = await startWorkspace();
});
afterEach(async () => {
  await intercom[Symbol.asyncDispose]();
  await database.close();
});

/** A conversation of a customer's. */
async function openConversation(): Promise<[conversationId: string, contactId: string]> {
  const id = await intercom.create('contacts', { role: 'user' });
  return [await intercom.create('conversations', { from: { type: 'user', id }, body: 'Hello' }), id];
}

/** Longer than the queue's visibility, and so than any lease. */
const untilNextMs = 181_000;

describe('a message that ends its worker while it is decided', () => {
  it('takes others with it twice at the most, and is given up after five deaths that were seen', async () => {
    const [conversationId, contactId] = await openConversation();
    let deaths = 0;
    let died = Promise.withResolvers<void>();
    const { message, apply, advance, deadLetters } = createBatches({
      ruleset,
      database,
      intercom,
      onCall(url) {
        if (!url.endsWith('/contacts/poison')) return 0;
        deaths += 1;
        died.resolve();
        // Nothing is heard of this worker again.
        return new Promise(() => {});
      },
    });
    const poison = message('99', 1, 1, 'poison');
    const appliedBefore: boolean[] = [];
    for (let receives = 1; deadLetters.length === 0; receives++) {
      const other = message(conversationId, 10 + receives, 1, contactId);
      died = Promise.withResolvers();
      const attributes = { ...poison.attributes, ApproximateReceiveCount: String(receives) };
      const ended = apply([{ ...poison, attributes }, other]);
      await Promise.race([died.promise, ended]);
      const of = (await listRecords(database)).find(
        ({ notification_id }) => notification_id === `n${10 + receives}`,
      );
      appliedBefore.push(of?.status === 'finished');
      advance(untilNextMs);
    }
    expect(deaths).toBe(6);
    expect(appliedBefore.slice(2)).toEqual(Array(5).fill(true));
    expect(deadLetters.map(({ body }) => body)).toEqual([poison.body]);
  });
});

describe('a record that cannot be read', () => {
  it('is left as it is: five failures are counted beside it, then the message is a dead letter', async () => {
    const [conversationId, contactId] = await openConversation();
    const { message, apply, deadLetters, handedBack } = createBatches({ ruleset, database, intercom });
    const table = createTable(database.client, database.tableName, Date.now);
    await apply([message(conversationId, 1, 1, contactId)]);
    const [was] = await listRecords(database);
    if (was === undefined) throw new Error('nothing was recorded');
    const key = recordKey(was);
    await table.update(key, { text: 'SET packed = :packed', values: { ':packed': 'of a newer version' } });
    const damaged = await table.get(key);

    for (let receives = 2; receives <= 5; receives++) {
      expect(await apply([message(conversationId, 1, receives, contactId)])).toEqual(['m1']);
    }
    expect(handedBack).toHaveLength(4);
    expect(deadLetters).toEqual([]);
    expect(await apply([message(conversationId, 1, 6, contactId)])).toEqual([]);
    expect(deadLetters).toHaveLength(1);
    expect(await table.get(key)).toEqual({ ...damaged, unreadable: 5 });
  });
});

describe('a message that comes while the table does not answer', () => {
  it('waits the longer the oftener it has come, for nothing can be counted', async () => {
    const { message, apply, handedBack } = createBatches({ ruleset, database, intercom });
    database.client.middlewareStack.add(
      () => async () => {
        throw Object.assign(new Error('too much'), { name: 'ThrottlingException' });
      },
      { step: 'initialize' },
    );
    for (const receives of [1, 50]) expect(await apply([message('1', 1, receives)])).toEqual(['m1']);
    expect(handedBack).toEqual([
      ['r1', pauseSeconds(1)],
      ['r1', pauseSeconds(50)],
    ]);
  });
});
