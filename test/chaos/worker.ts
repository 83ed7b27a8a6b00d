import { setTimeout as delay } from 'node:timers/promises';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { activateRuleset } from '../../functions/apply/active-ruleset.ts';
import { applyBatch } from '../../functions/apply/apply-batch.ts';
import type { ApplyDeps } from '../../functions/apply/apply-deps.ts';
import { createApplyDeps } from '../../functions/apply/create-apply-deps.ts';
import { createIntercomToken, fetchWithFreshToken } from '../../functions/apply/intercom-token.ts';
import { localDynamoDb } from '../../infra/local/local-dynamo-db.ts';
import { seededRandom } from '../../infra/local/workspace/random.ts';
import { keptLog, keptMetrics } from '../support/silent-log.ts';
import { chaosRuleset } from './generate.ts';
import { type FromWorker, fastNow, type ToWorker, type WorkerSetup } from './messages.ts';
import { workerHeader } from './watched-emulator.ts';
import { withFaultyStore } from './with-faulty-store.ts';
import { withKillPoints } from './with-kill-points.ts';
import { withoutPart } from './without-part.ts';

/** One apply worker as Lambda would run it: a process that may end at any moment. */

let deps: ApplyDeps | undefined;
let nextCall = 0;
const answers = new Map<number, () => void>();

process.on('message', (message: ToWorker) => {
  if (message.type === 'setup') {
    deps = composeWorker(message.setup);
    send({ type: 'ready' });
  } else if (message.type === 'answer') {
    answers.get(message.call)?.();
    answers.delete(message.call);
  } else if (deps !== undefined) {
    void work(deps, message.event).then((response) => send({ type: 'done', response }));
  }
});

/** A batch under the time that Lambda gives it, by the run's clock. */
function work(composed: ApplyDeps, event: SQSEvent): Promise<SQSBatchResponse> {
  const endsAt = composed.now() + functionTimeoutMs;
  return applyBatch(composed, event, () => endsAt - composed.now());
}

/** As in the stack. */
const functionTimeoutMs = 30_000;

process.once('disconnect', () => process.exit());

function composeWorker(setup: WorkerSetup): ApplyDeps {
  const random = seededRandom(setup.seed);
  const now = fastNow(setup);
  const dynamo = withFaultyStore(localDynamoDb(setup.dynamoEndpoint), setup.storeFaultRate, () =>
    random.next(),
  );
  const active = activateRuleset(chaosRuleset(), 1);
  const worker = `worker-${process.pid}`;
  const token = createIntercomToken(async () => JSON.stringify({ access_token: setup.token }));
  const composed = createApplyDeps({
    appId: setup.appId,
    worker,
    dynamo,
    tableName: setup.tableName,
    intercomBaseUrl: setup.intercomUrl,
    token,
    adminId: setup.adminId,
    rulesets: async () => active,
    queue: {
      changeVisibility: (receiptHandle, seconds) =>
        ask((call) => ({ type: 'visibility', call, receiptHandle, seconds })),
      send: (message) => ask((call) => ({ type: 'send', call, message })),
      sendToDeadLetter: (message) => ask((call) => ({ type: 'deadLetter', call, message })),
    },
    intercomOptions: {
      clock: {
        now,
        sleep: (ms, signal) => delay(ms / setup.speed, undefined, { signal }),
      },
      random: () => random.next(),
      fetch: fetchWithFreshToken(token, (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set(workerHeader, worker);
        return fetch(input, { ...init, headers });
      }),
    },
    log: keptLog(),
    metrics: keptMetrics(),
    now,
    random: () => random.next(),
    textDays: 30,
    recordDays: 400,
    // It is about everything else.
    changesPerHour: Number.MAX_SAFE_INTEGER,
  });
  const reduced = setup.without === undefined ? composed : withoutPart(composed, setup.without);
  return withKillPoints(reduced, (point) => {
    const certain = point === 'poison' || point === setup.diesAt;
    if (!certain && random.next() >= setup.killRate) return;
    send({ type: 'dying', point, worker, at: now() });
    process.kill(process.pid, 'SIGKILL');
  });
}

function ask(message: (call: number) => FromWorker): Promise<void> {
  const call = nextCall++;
  return new Promise((resolve) => {
    answers.set(call, resolve);
    send(message(call));
  });
}

function send(message: FromWorker): void {
  process.send?.(message);
}
