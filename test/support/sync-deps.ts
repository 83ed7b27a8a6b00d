import { activateRuleset } from '../../functions/apply/active-ruleset.ts';
import { createIntercomToken } from '../../functions/apply/intercom-token.ts';
import type { RulesetSource } from '../../functions/apply/ruleset-source.ts';
import type { IntercomClientOptions } from '../../functions/intercom/client.ts';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import { createSyncDeps } from '../../functions/sync/create-sync-deps.ts';
import type { SyncDeps } from '../../functions/sync/sync-deps.ts';
import type { SyncStep } from '../../functions/sync/sync-step.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';
import { aRuleset } from './rulesets.ts';
import { keptLog, keptMetrics } from './silent-log.ts';
import type { StartedWorkspace } from './start-workspace.ts';

interface SyncDepsOptions {
  database: Pick<LocalDatabase, 'client' | 'tableName'>;
  workspace: Pick<StartedWorkspace, 'url' | 'workspace'>;
  /** Unix ms. */
  now: () => number;
  rulesets?: RulesetSource;
  send?: (message: QueueMessage) => Promise<void>;
  /** All of the service's unless given. */
  steps?: readonly SyncStep[];
  log?: ReturnType<typeof keptLog>;
  metrics?: ReturnType<typeof keptMetrics>;
  intercomOptions?: Partial<IntercomClientOptions>;
}

/** The sync on a table and a workspace of the test's. */
export function syncDeps(options: SyncDepsOptions): SyncDeps {
  const { database, workspace, steps } = options;
  const { appId, token } = workspace.workspace.options;
  return createSyncDeps({
    appId,
    worker: 'test',
    dynamo: database.client,
    tableName: database.tableName,
    intercomBaseUrl: workspace.url,
    token: createIntercomToken(async () => JSON.stringify({ access_token: token })),
    rulesets: options.rulesets ?? (async () => activateRuleset(aRuleset([]), 0)),
    send: options.send ?? (async () => {}),
    log: options.log ?? keptLog(),
    metrics: options.metrics ?? keptMetrics(),
    now: options.now,
    recordDays: 400,
    changesPerHour: 1_000,
    intercomOptions: options.intercomOptions,
    ...(steps === undefined ? {} : { steps }),
  });
}
