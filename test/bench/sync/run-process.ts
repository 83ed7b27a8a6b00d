/** One run of the sync in a process of its own, as Lambda would have it; tells its parent what it took. */

import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import { createIntercomToken } from '../../../functions/apply/intercom-token.ts';
import { createSyncDeps } from '../../../functions/sync/create-sync-deps.ts';
import { runSync } from '../../../functions/sync/run-sync.ts';
import { localDynamoDb } from '../../../infra/local/local-dynamo-db.ts';
import { defaultOptions } from '../../../infra/local/workspace/options.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { keptLog, keptMetrics } from '../../support/silent-log.ts';
import { workSchema } from './messages.ts';

const [intercomBaseUrl = '', endpoint = '', tableName = '', tick = '', given] = process.argv.slice(2);
const work = workSchema.parse(given);

/** An attribute, which no search is asked for: every object is looked at. */
const scheduled = (over: 'conversations' | 'contacts') =>
  aRule({
    id: over,
    trigger: [{ every: '1h', over }],
    when: {
      field: `${over.slice(0, -1)}.custom_attributes.plan`,
      operator: 'equals',
      values: ['Pro'],
    },
  });
const rule = {
  missed: aRule({ id: 'refund', trigger: ['conversation.user.replied'], when: words('refund') }),
  conversations: scheduled('conversations'),
  contacts: scheduled('contacts'),
}[work];
const ruleset = aRuleset([rule]);
const deps = createSyncDeps({
  appId: defaultOptions.appId,
  worker: `bench-${process.pid}`,
  dynamo: localDynamoDb(endpoint),
  tableName,
  intercomBaseUrl,
  token: createIntercomToken(async () => JSON.stringify({ access_token: defaultOptions.token })),
  rulesets: async () => activateRuleset(ruleset, 1),
  send: async () => {},
  log: keptLog(),
  metrics: keptMetrics(),
  recordDays: 400,
  changesPerHour: 1_000_000,
});
const measured = work === 'missed' ? 'catch_up' : 'scheduled_rules';
const startedAt = performance.now();
const endsAt = Date.now() + 240_000;
const { outcome, run } = await runSync(deps, {
  tick: Number(tick),
  remainingMs: () => endsAt - Date.now(),
});
process.send?.({
  status: outcome,
  seconds: (performance.now() - startedAt) / 1_000,
  memoryMb: process.resourceUsage().maxRSS / 1e3,
  counts: run?.steps.find(({ name }) => name === measured)?.counts ?? {},
});
process.disconnect?.();
