import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createIntercomClient, type IntercomClient, type IntercomClientOptions } from '../intercom/client.ts';
import { createTagDirectory } from '../intercom/tag-directory/create-tag-directory.ts';
import { kept } from '../platform/kept.ts';
import type { Log } from '../platform/log.ts';

import type { Metrics } from '../platform/metrics.ts';
import { createBrakes } from '../store/brakes.ts';
import { createControl } from '../store/control.ts';
import { createErasures } from '../store/erasures.ts';
import { createLedger } from '../store/ledger.ts';
import { createLimits } from '../store/limits.ts';
import { createRecordQueries } from '../store/record-queries.ts';
import { createRecordStore } from '../store/records.ts';
import { createRulesets } from '../store/rulesets.ts';
import { createTable } from '../store/table.ts';
import { createTagCatalogue } from '../store/tag-catalogue.ts';
import type { ApplyDeps, ApplyQueue } from './apply-deps.ts';
import { noteCall } from './count-calls.ts';
import { createIntercomTaggingPort } from './intercom-tagging-port.ts';
import { fetchWithFreshToken, type IntercomToken } from './intercom-token.ts';
import { createPublishedRulesetSource } from './published-ruleset-source.ts';
import type { RulesetSource } from './ruleset-source.ts';

export interface ApplyParts {
  appId: string;
  /** Names this worker in leases; no two may share it. */
  worker: string;
  dynamo: DynamoDBClient;
  tableName: string;
  intercomBaseUrl: string;
  token: IntercomToken;
  /** The part of Intercom's rate that this process begins with, in (0, 1]: workers that run at once share it. */
  rateLimitShare?: number;
  /** What differs from how apply calls Intercom on Lambda: tests retry faster, and benches know no limit. */
  intercomOptions?: Partial<IntercomClientOptions> | undefined;
  /** In whose name conversations and tickets are tagged; else the one in the secret, else the token's own admin. */
  adminId?: string | undefined;
  /** Instead of the published ruleset. */
  rulesets?: RulesetSource | undefined;
  /** Every rule is decided and logged, and none is applied. Of the published ruleset only. */
  shadow?: boolean | undefined;
  queue: ApplyQueue;
  log: Log;
  metrics: Metrics;
  /** Unix milliseconds. */
  now?: () => number;
  /** In [0, 1). */
  random?: () => number;
  /** Days; 0 keeps no text. */
  textDays: number;
  recordDays: number;
  changesPerHour: number;
  /** Default 50. */
  templateTagsPerDay?: number;
}

/** The longest that a call waits for the rate limit while a message is in hand; then the message is postponed. */
const maxWaitMs = 2_000;

/** Apply's parts, put together: the same on Lambda and on a laptop. */
export function createApplyDeps(parts: ApplyParts): ApplyDeps {
  const { token, adminId, ...others } = parts;
  const client = createIntercomClient({
    baseUrl: parts.intercomBaseUrl,
    token: () => token.current(),
    fetch: fetchWithFreshToken(token),
    maxWaitMs,
    rateLimitShare: parts.rateLimitShare ?? 1,
    tryTimeoutMs: 5_000,
    timeoutMs: 8_000,
    ...parts.intercomOptions,
    onExchange: noteCall,
  });
  return createApplyDepsWith(client, { ...others, adminId: async () => adminId ?? (await token.adminId()) });
}

type PartsAroundAClient = Omit<
  ApplyParts,
  'adminId' | 'intercomBaseUrl' | 'token' | 'rateLimitShare' | 'intercomOptions'
> & { adminId: () => Promise<string | undefined> };

/** The same around a client that is there already: the sync's, which waits for its turn. */
export function createApplyDepsWith(client: IntercomClient, parts: PartsAroundAClient): ApplyDeps {
  const { dynamo, tableName, adminId, now = Date.now, random = Math.random } = parts;
  const { log, metrics, shadow } = parts;
  const table = createTable(dynamo, tableName, now);
  const control = createControl(table, now);
  const rulesets = createRulesets(table);
  const ownAdmin = kept(async () => (await client.identifyAdmin()).id);
  return {
    appId: parts.appId,
    worker: parts.worker,
    rulesets:
      parts.rulesets ?? createPublishedRulesetSource({ control, rulesets, shadow, log, metrics, now }),
    records: createRecordStore(table),
    ledger: createLedger(table),
    brakes: createBrakes(table, control, now),
    limits: createLimits(table, now),
    erasures: createErasures(parts.appId, table, control, now),
    eraseStore: { table, queries: createRecordQueries(dynamo, tableName, now) },
    conversationsOf: async (contactId) => {
      const query = { field: 'contact_ids', operator: '=' as const, value: contactId };
      const { items } = await client.searchConversations({ query, perPage: 150 });
      return items.map(({ id }) => id);
    },
    intercom: createIntercomTaggingPort({
      client,
      directory: createTagDirectory({
        intercom: client,
        catalogue: createTagCatalogue(dynamo, tableName, table, now),
      }),
      adminId: async () => (await adminId()) ?? (await ownAdmin.current()),
    }),
    queue: parts.queue,
    log,
    metrics,
    now,
    random,
    textDays: parts.textDays,
    recordDays: parts.recordDays,
    changesPerHour: parts.changesPerHour,
    templateTagsPerDay: parts.templateTagsPerDay ?? 50,
  };
}
