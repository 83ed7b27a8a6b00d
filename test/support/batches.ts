import type { SQSRecord } from 'aws-lambda';
import { activateRuleset } from '../../functions/apply/active-ruleset.ts';
import { applyBatch } from '../../functions/apply/apply-batch.ts';
import { createApplyDeps } from '../../functions/apply/create-apply-deps.ts';
import { createIntercomToken } from '../../functions/apply/intercom-token.ts';
import type { Log } from '../../functions/platform/log.ts';
import type { Metrics } from '../../functions/platform/metrics.ts';
import { pack } from '../../functions/platform/pack.ts';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import type { Ruleset } from '../../functions/rules/model.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';
import { aReply } from './notifications.ts';
import { keptLog, keptMetrics } from './silent-log.ts';
import type { StartedWorkspace } from './start-workspace.ts';

export interface BatchesOptions {
  ruleset: Ruleset;
  database: LocalDatabase;
  intercom: StartedWorkspace;
  /** Before a call of Intercom goes out; the clock passes as many milliseconds as it says. */
  onCall?: (url: string) => number | Promise<number>;
  log?: Log;
  metrics?: Metrics;
}

const hourMs = 3_600_000;

/** Apply over the emulator and dynalite, batch by batch, with a clock that stands. */
export function createBatches({
  ruleset,
  database,
  intercom,
  onCall = () => 0,
  log = keptLog(),
  metrics = keptMetrics(),
}: BatchesOptions) {
  let now = Date.now();
  const { token, appId } = intercom.workspace.options;
  const active = activateRuleset(ruleset, 1);
  const handedBack: [receiptHandle: string, seconds: number][] = [];
  const deadLetters: QueueMessage[] = [];
  const deps = createApplyDeps({
    appId,
    worker: 'worker-1',
    dynamo: database.client,
    tableName: database.tableName,
    intercomBaseUrl: intercom.url,
    token: createIntercomToken(async () => JSON.stringify({ access_token: token })),
    intercomOptions: {
      // By the machine's clock, a call that hangs would come back from the dead.
      tryTimeoutMs: hourMs,
      timeoutMs: hourMs,
      async fetch(input, init) {
        now += await onCall(new Request(input).url);
        return fetch(input, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), authorization: `Bearer ${token}` },
        });
      },
    },
    adminId: intercom.adminId,
    rulesets: async () => active,
    queue: {
      changeVisibility: async (receiptHandle, seconds) => void handedBack.push([receiptHandle, seconds]),
      send: async () => {},
      sendToDeadLetter: async (message) => void deadLetters.push(message),
    },
    log,
    metrics,
    now: () => now,
    random: () => 0,
    textDays: 0,
    recordDays: 400,
    changesPerHour: 1_000,
  });
  const message = (conversationId: string, n: number, receives = 1, contactId = 'contact-1'): SQSRecord => {
    const reply = aReply({
      appId,
      conversationId,
      contactId,
      body: 'refund',
      id: `n${n}`,
      partId: String(n),
      createdAt: Math.floor(now / 1000),
    });
    return {
      messageId: `m${n}`,
      receiptHandle: `r${n}`,
      body: pack(Buffer.from(JSON.stringify(reply))),
      attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: String(now),
        SenderId: 'test',
        ApproximateFirstReceiveTimestamp: String(now),
        MessageGroupId: `conversation:${conversationId}`,
      },
      messageAttributes: { kind: { dataType: 'String', stringValue: 'notification' } },
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:notifications.fifo',
      awsRegion: 'eu-west-1',
    };
  };
  /** The ids of what was handed back. */
  const apply = async (records: SQSRecord[], ms = 30_000) => {
    const endsAt = now + ms;
    const { batchItemFailures } = await applyBatch(deps, { Records: records }, () => endsAt - now);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const advance = (ms: number) => {
    now += ms;
  };
  return { message, apply, advance, handedBack, deadLetters, records: deps.records };
}
