import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fetchWithFreshToken, type IntercomToken } from '../apply/intercom-token.ts';
import { createPublishedRulesetSource } from '../apply/published-ruleset-source.ts';
import type { RulesetSource } from '../apply/ruleset-source.ts';
import { createIntercomClient, type IntercomClientOptions } from '../intercom/client.ts';
import { systemClock } from '../intercom/clock.ts';
import { createGovernor } from '../intercom/rate-limit/governor.ts';
import { createYieldingGovernor } from '../intercom/rate-limit/yielding-governor.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { SendMessage } from '../platform/queue.ts';
import { createControl } from '../store/control.ts';
import { createRulesets } from '../store/rulesets.ts';
import { createRunStore } from '../store/runs.ts';
import { createTable } from '../store/table.ts';
import { syncSteps } from './steps.ts';
import type { SyncDeps, SyncInvocation } from './sync-deps.ts';
import type { SyncStep } from './sync-step.ts';

export interface SyncOptions {
  appId: string;
  worker: string;
  dynamo: DynamoDBClient;
  tableName: string;
  intercomBaseUrl: string;
  token: IntercomToken;
  /** What differs from how sync calls Intercom on Lambda. */
  intercomOptions?: Partial<IntercomClientOptions> | undefined;
  /** In whose name conversations and tickets are tagged; else the token's own admin. */
  adminId?: string | undefined;
  /** Instead of the published ruleset. */
  rulesets?: RulesetSource | undefined;
  /** Every rule is decided and logged, and none is applied. Of the published ruleset only. */
  shadow?: boolean | undefined;
  send: SendMessage;
  log: Log;
  metrics: Metrics;
  /** Unix milliseconds. */
  now?: () => number;
  recordDays: number;
  /** Of a rule that sets no `limit` of its own. */
  changesPerHour: number;
  /** Others than those of the service: for tests. */
  steps?: readonly SyncStep[];
}

/** Of each window of Intercom's rate limit, for apply: its messages are what people wait for. */
const leftToApply = 0.4;

/** The sync's parts, put together: the same on Lambda and on a laptop. */
export function createSyncDeps(options: SyncOptions): SyncDeps {
  const { dynamo, tableName, now = Date.now, log, metrics, recordDays, changesPerHour, shadow } = options;
  const table = createTable(dynamo, tableName, now);
  const published = { control: createControl(table, now), rulesets: createRulesets(table), shadow };
  const rulesets = options.rulesets ?? createPublishedRulesetSource({ ...published, log, metrics, now });
  const clock = options.intercomOptions?.clock ?? systemClock;
  const governor = createGovernor({ clock, share: 1 - leftToApply });
  return {
    worker: options.worker,
    runs: createRunStore(table, now),
    steps: options.steps ?? syncSteps,
    log,
    metrics,
    now,
    recordDays,
    open(deadline): SyncInvocation {
      const meter = createMeter();
      // The deadline is by our clock, and the governor's may be another one.
      const until = () => clock.now() + deadline - now();
      const { appId, token, intercomBaseUrl, send } = options;
      const adminId = async () => options.adminId ?? (await token.adminId());
      const intercom = createIntercomClient({
        baseUrl: intercomBaseUrl,
        token: () => token.current(),
        fetch: fetchWithFreshToken(token),
        tryTimeoutMs: 8_000,
        timeoutMs: 15_000,
        governor: createYieldingGovernor({ governor, clock, leave: leftToApply, deadline: until }),
        ...options.intercomOptions,
        onExchange: meter.onExchange,
      });
      const stored = { dynamo, tableName, table, recordDays, changesPerHour };
      return {
        parts: { appId, adminId, intercom, rulesets, send, ...stored, log, metrics, now },
        calls: meter.calls,
        intercomNow: meter.intercomNow,
      };
    },
  };
}

/** Counts tries, and keeps the newest time that Intercom gave. */
function createMeter() {
  let calls = 0;
  let newest: number | null = null;
  return {
    onExchange: ({ dateMs }: { dateMs: number | undefined }) => {
      calls++;
      if (dateMs !== undefined && dateMs > (newest ?? 0)) newest = dateMs;
    },
    calls: () => calls,
    intercomNow: () => newest,
  };
}
