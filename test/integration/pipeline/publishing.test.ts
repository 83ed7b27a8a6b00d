import { afterEach, describe, expect, it } from 'vitest';
import { publishRuleset, rollBackRuleset } from '../../../functions/store/publish-ruleset.ts';
import { createTable, type Table } from '../../../functions/store/table.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { type Desk, startDesk } from '../../support/desk.ts';
import { aReply } from '../../support/notifications.ts';

let desk: Desk | undefined;
afterEach(() => desk?.close());

/** Version n tags "refund" as `v<n>`, and nothing else. */
const rulesOf = (version: number) => ({
  file: 'rules.yaml',
  text: `
version: 1
rules:
  - id: rule-${version}
    trigger: conversation.user.replied
    when: { message.text: { words: refund } }
    then: { add: [v${version}] }
`,
});

async function startPublished(): Promise<{ desk: Desk; table: Table; database: LocalDatabase }> {
  const database = await startDynalite();
  const started = await startDesk(undefined, { database });
  desk = started;
  return {
    desk: started,
    database,
    table: createTable(database.client, database.tableName, () => started.clock.now()),
  };
}

const publish = (table: Table, version: number) =>
  publishRuleset(table, rulesOf(version), { by: 'ana', now: 0 });

describe('a published ruleset', () => {
  it('decides within ten seconds, and each record names the version that decided it', async () => {
    const { desk, table } = await startPublished();
    await publish(table, 1);
    await desk.reply();
    await publish(table, 2);
    desk.clock.advance(10_000);
    await desk.reply();
    await rollBackRuleset(table, 1, { by: 'ana', now: 0 });
    desk.clock.advance(10_000);
    await desk.reply();

    const records = await desk.stack.listRecords();
    const decided = records
      .toSorted((a, b) => a.order.localeCompare(b.order))
      .map(({ ruleset_version, matched }) => [ruleset_version, matched[0]?.rule]);
    expect(decided).toEqual([
      [1, 'rule-1'],
      [2, 'rule-2'],
      [1, 'rule-1'],
    ]);
  });

  it('is waited for where there is none yet: nothing is lost or counted as failed', async () => {
    const { desk, table } = await startPublished();
    const waiting = desk.reply();
    await expect.poll(() => desk.metrics.counts.RulesetUnreadable ?? 0).toBeGreaterThan(0);
    await publish(table, 1);
    await waiting;
    expect(await desk.stack.listRecords()).toMatchObject([
      { status: 'finished', outcome: 'tagged', ruleset_version: 1, attempts: 0 },
    ]);
  });
});

describe('publishing while 1,000 notifications are in flight', () => {
  it('leaves records that all agree with the version that they name', async () => {
    const { desk, table } = await startPublished();
    await publish(table, 1);
    const { appId } = desk.workspace.options;
    const created = await Promise.all(
      Array.from({ length: 100 }, () =>
        desk.api('POST', '/conversations', { from: { type: 'user', id: desk.contactId }, body: 'Hello' }),
      ),
    );
    const conversations = created.map((each) => String(each['conversation_id']));
    const createdAt = Math.floor(desk.clock.now() / 1000);
    const notifications = Array.from({ length: 1_000 }, (_, n) =>
      aReply({
        appId,
        contactId: desk.contactId,
        conversationId: conversations[n % 100] ?? '',
        createdAt: createdAt + Math.floor(n / 100),
        id: `notif_${n}`,
        partId: String(1_000 + n),
        body: n % 4 === 0 ? 'refund, please' : 'thanks',
      }),
    );

    const posted = (async () => {
      for (let at = 0; at < notifications.length; at += 50) {
        await Promise.all(notifications.slice(at, at + 50).map((each) => desk.post(each)));
      }
    })();
    const decided = () => desk.outcomes().length;
    for (let version = 2; version <= 6; version += 1) {
      const before = decided();
      await publish(table, version);
      desk.clock.advance(5_000);
      // Another hundred are decided before the next one is published.
      await expect.poll(decided, { timeout: 60_000 }).toBeGreaterThanOrEqual(Math.min(before + 100, 1_000));
    }
    await posted;
    await desk.drainInTime();

    const records = await desk.stack.listRecords();
    expect(records).toHaveLength(1_000);
    const hits = records.filter(({ matched }) => matched.length > 0);
    expect(hits).toHaveLength(250);
    for (const { ruleset_version, matched, changes, outcome } of hits) {
      expect(matched.map(({ rule }) => rule)).toEqual([`rule-${ruleset_version}`]);
      expect(changes.flatMap(({ add }) => add)).toEqual([`v${ruleset_version}`]);
      expect(['tagged', 'already_tagged']).toContain(outcome);
    }
    expect(new Set(records.map(({ ruleset_version }) => ruleset_version)).size).toBeGreaterThan(2);
    expect(records.every(({ status, attempts }) => status === 'finished' && attempts === 0)).toBe(true);
  }, 180_000);
});
