import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import { createTable } from '../../../functions/store/table.ts';
import { createTagCatalogue } from '../../../functions/store/tag-catalogue.ts';
import { syncCatalogue } from '../../../functions/sync/catalogue/sync-catalogue.ts';
import { runSync } from '../../../functions/sync/run-sync.ts';
import { type LocalDatabase, startDynalite } from '../../../infra/local/start-dynalite.ts';
import { aRule, aRuleset } from '../../support/rulesets.ts';
import { keptLog, keptMetrics } from '../../support/silent-log.ts';
import { type StartedWorkspace, startWorkspace } from '../../support/start-workspace.ts';
import { syncDeps } from '../../support/sync-deps.ts';

const hour = 3_600_000;

let database: LocalDatabase;
let workspace: StartedWorkspace;
let now: number;
let log: ReturnType<typeof keptLog>;
let metrics: ReturnType<typeof keptMetrics>;
beforeEach(async () => {
  [log, metrics] = [keptLog(), keptMetrics()];
  [database, workspace] = [await startDynalite(), await startWorkspace()];
  now = Date.UTC(2026, 0, 7, 12);
});
afterEach(async () => {
  await database.close();
  await workspace[Symbol.asyncDispose]();
});

async function sync() {
  now += hour;
  const ruleset = aRuleset([
    aRule({ id: 'refund', then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }] }),
  ]);
  const rulesets = async () => activateRuleset(ruleset, 0);
  const deps = syncDeps({
    database,
    workspace,
    now: () => now,
    rulesets,
    steps: [syncCatalogue],
    log,
    metrics,
  });
  const { run } = await runSync(deps, { tick: now, remainingMs: () => 60_000 });
  return run?.steps[0];
}

/** As a worker that has just started sees it. */
const find = (name: string) => {
  const table = createTable(database.client, database.tableName, () => now);
  return createTagCatalogue(database.client, database.tableName, table, () => now).find(name);
};

describe("the workspace's tags", () => {
  it('cost one call, and nothing is written where nothing changed', async () => {
    await workspace.connect().createTag('Refund');
    expect(await sync()).toMatchObject({ calls: 1, counts: { tags: 1, found: 1, renamed: 0, deleted: 0 } });
    expect(await sync()).toMatchObject({ calls: 1, counts: { tags: 1, found: 0, renamed: 0, deleted: 0 } });
    expect(await find('refund')).toMatchObject({ name: 'Refund', deleted: false });
  });

  it('keep their ids when they are renamed: a rule goes on with the tag, and is reported', async () => {
    const client = workspace.connect();
    const { id } = await client.createTag('Refund');
    await sync();
    await client.updateTag({ tagId: id, name: 'Money back' });
    const step = await sync();
    expect(await find('Refund')).toEqual({ id, name: 'Money back', deleted: false });
    expect(step?.findings).toMatchObject({
      stale_tags: [{ rule: 'refund', tag: 'Refund', problem: 'renamed', now: 'Money back', id }],
    });
    expect(log.lines.at(-2)).toMatchObject({
      level: 'warn',
      message: 'a rule names a tag that is no longer there',
      fields: { rule: 'refund', problem: 'renamed' },
    });
    expect(metrics.counts.StaleTagRules).toBe(1);
  });

  it('heal: what was deleted and made again has its new id', async () => {
    const client = workspace.connect();
    const { id } = await client.createTag('Refund');
    await sync();
    await client.deleteTag(id);
    expect((await sync())?.findings).toMatchObject({ stale_tags: [{ problem: 'deleted' }] });
    expect(await find('Refund')).toMatchObject({ id, deleted: true });

    const again = await client.createTag('Refund');
    expect((await sync())?.findings).toEqual({ stale_tags: [] });
    expect(await find('Refund')).toMatchObject({ id: again.id, deleted: false });
  });
});
