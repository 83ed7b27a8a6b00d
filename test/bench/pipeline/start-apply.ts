import { setTimeout as delay } from 'node:timers/promises';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import { pack } from '../../../functions/platform/pack.ts';
import type { Clock } from '../../../infra/local/clock.ts';
import { startLocalStack } from '../../../infra/local/stack.ts';
import { defaultOptions } from '../../../infra/local/workspace/options.ts';
import { clientSecret } from '../../support/local-service.ts';
import { aReply } from '../../support/notifications.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';
import { scaledClock } from '../../support/scaled-clock.ts';
import { keptLog, keptMetrics } from '../../support/silent-log.ts';
import { startDynaliteProcess } from '../../support/start-dynalite-process.ts';
import { startWorkspaceProcess, type WorkspaceProcess } from './workspace-process.ts';

export interface RunningApply {
  workspace: WorkspaceProcess;
  clock: Clock;
  /** Puts a reply in the conversation onto the queue. */
  enqueue(conversationId: string, body: 'refund' | 'thanks'): void;
  drain(): Promise<void>;
  /** Records by outcome. */
  outcomes(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

const ruleset = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
  }),
]);

/** Apply and its queue in this process; table and workspace in one of their own each. Time passes at `speed`. */
export async function startApply(speed = 1): Promise<RunningApply> {
  const database = await startDynaliteProcess();
  const workspace = await startWorkspaceProcess(speed);
  // The emulator's windows are by its own clock, which began a little earlier.
  const began = Date.now();
  const scaled = scaledClock(began, speed);
  const ahead = (await workspace.now()) - scaled.now();
  const now = () => scaled.now() + ahead;
  const clock: Clock = {
    now,
    wait: (ms, signal) => delay(ms / speed, undefined, { signal }).catch(() => undefined),
  };
  const active = activateRuleset(ruleset, 1);
  const { appId, token } = defaultOptions;
  const stack = await startLocalStack({
    port: 0,
    clock,
    database,
    intercom: { baseUrl: workspace.url, token },
    intercomOptions: { clock: { now, sleep: (ms, signal) => scaled.sleep(ms, signal) } },
    clientSecret,
    // A limit is no throughput.
    changesPerHour: Number.MAX_SAFE_INTEGER,
    appId,
    rulesets: async () => active,
    log: keptLog(),
    metrics: keptMetrics(),
  });
  let n = 0;
  return {
    workspace,
    clock,
    enqueue(conversationId, body) {
      n += 1;
      const createdAt = Math.floor(now() / 1_000);
      const fields = { appId, conversationId, body, id: `notif_${n}`, partId: String(1_000 + n), createdAt };
      stack.queue.send({
        groupId: `conversation:${conversationId}`,
        deduplicationId: `notif_${n}`,
        body: pack(Buffer.from(JSON.stringify(aReply(fields)))),
        attributes: { kind: 'notification' },
      });
    },
    drain: () => stack.drain(),
    async outcomes() {
      const counts: Record<string, number> = {};
      for (const { outcome = 'none' } of await stack.listRecords())
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      return counts;
    },
    async close() {
      await stack.close();
      await workspace.close();
    },
  };
}
