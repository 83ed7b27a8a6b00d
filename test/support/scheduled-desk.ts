import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { activateRuleset } from '../../functions/apply/active-ruleset.ts';
import { checkRuleset } from '../../functions/rules/check-ruleset.ts';
import { createLedger } from '../../functions/store/ledger.ts';
import type { NotificationRecord } from '../../functions/store/record.ts';
import { createRecordQueries } from '../../functions/store/record-queries.ts';
import { createTable } from '../../functions/store/table.ts';
import { runSync, type SyncOutcome } from '../../functions/sync/run-sync.ts';
import { scheduledRules } from '../../functions/sync/scheduled/scheduled-rules.ts';
import type { SyncStep } from '../../functions/sync/sync-step.ts';
import { type LocalDatabase, startDynalite } from '../../infra/local/start-dynalite.ts';
import { type ManualTimers, manualTimers } from '../unit/infra/local/workspace/manual-timers.ts';
import { plantTexts } from './log-leaks.ts';
import { keptMetrics } from './silent-log.ts';
import { type StartedWorkspace, startWorkspace } from './start-workspace.ts';
import { syncDeps } from './sync-deps.ts';

type Raw = Record<string, unknown>;

/** A workspace, a table and scheduled rules, all of them by one clock that stands still. */
export interface ScheduledDesk extends AsyncDisposable {
  workspace: StartedWorkspace;
  database: LocalDatabase;
  timers: ManualTimers;
  metrics: ReturnType<typeof keptMetrics>;
  /** The sync as it is invoked on the minute, with a worker of its own. */
  sync(options?: {
    client?: DynamoDBClient;
    fetch?: typeof fetch;
    minutes?: number;
    /** The scheduled rules alone unless given. */
    steps?: readonly SyncStep[];
  }): Promise<SyncOutcome>;
  /** Calls the emulator. */
  api(method: string, path: string, body?: object): Promise<Raw>;
  /** Names of the tags on an object, sorted. */
  tagsOf(type: 'contacts' | 'conversations' | 'companies', id: string): Promise<string[]>;
  records(): Promise<NotificationRecord[]>;
  ledger: ReturnType<typeof createLedger>;
  calls(operation: string): number;
  use(yaml: string): void;
}

export async function startScheduledDesk(yaml: string): Promise<ScheduledDesk> {
  const timers = manualTimers(Date.UTC(2026, 0, 7, 12));
  const workspace = await startWorkspace({ timers, rateLimit: { limit: 1_000_000, windowMs: 10_000 } });
  const database = await startDynalite();
  const metrics = keptMetrics();
  const table = createTable(database.client, database.tableName, timers.now);
  const queries = createRecordQueries(database.client, database.tableName, timers.now);
  let active = activate(yaml);

  async function api(method: string, path: string, body?: object): Promise<Raw> {
    plantTexts(body);
    const response = await workspace.workspace.app.request(path, {
      method,
      headers: { authorization: `Bearer ${workspace.workspace.options.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: Raw = JSON.parse((await response.text()) || '{}');
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  return {
    workspace,
    database,
    timers,
    metrics,
    api,
    ledger: createLedger(table),
    use: (changed) => {
      active = activate(changed);
    },
    sync({ client = database.client, fetch: fetchOf = fetch, minutes = 15, steps = [scheduledRules] } = {}) {
      const deps = syncDeps({
        database: { client, tableName: database.tableName },
        workspace,
        now: timers.now,
        metrics,
        rulesets: async () => active,
        steps,
        intercomOptions: { fetch: fetchOf },
      });
      const endsAt = timers.now() + minutes * 60_000;
      return runSync(deps, { tick: timers.now(), remainingMs: () => endsAt - timers.now() });
    },
    async tagsOf(type, id) {
      const { core } = workspace.workspace;
      const store = { contacts: core.contacts, conversations: core.conversations, companies: core.companies }[
        type
      ];
      const taggings = store.find(id)?.taggings ?? [];
      return taggings.map(({ tagId }) => core.tags.find(tagId)?.name ?? tagId).sort();
    },
    async records() {
      const records: NotificationRecord[] = [];
      const days = { from: '2026-01-07T00:00:00Z', to: '2026-01-12T00:00:00Z' };
      for await (const record of queries.byDay(days)) records.push(record);
      return records;
    },
    calls: (operation) => workspace.workspace.counts.total(operation),
    async [Symbol.asyncDispose]() {
      await workspace[Symbol.asyncDispose]();
      await database.close();
    },
  };
}

function activate(yaml: string) {
  const { ruleset, diagnostics } = checkRuleset({ file: 'rules.yaml', text: `version: 1\nrules:\n${yaml}` });
  if (ruleset === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return activateRuleset(ruleset, 3);
}
