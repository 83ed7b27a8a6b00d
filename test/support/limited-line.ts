import { activateRuleset } from '../../functions/apply/active-ruleset.ts';
import { applyBatch } from '../../functions/apply/apply-batch.ts';
import type { ApplyDeps } from '../../functions/apply/apply-deps.ts';
import type { TaggingPort } from '../../functions/apply/tagging-port.ts';
import { createGovernor } from '../../functions/intercom/rate-limit/governor.ts';
import { pack } from '../../functions/platform/pack.ts';
import type { NotificationRecord } from '../../functions/store/record.ts';
import type { RecordStore } from '../../functions/store/records.ts';
import { startEventSource } from '../../infra/local/queue/event-source.ts';
import { createFifoQueue } from '../../infra/local/queue/fifo-queue.ts';
import { notAskedFor } from './idle-intercom.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { aReply } from './notifications.ts';
import { createRateLimitedApi, type RateLimitedApi } from './rate-limited-api.ts';
import { aRule, aRuleset, words } from './rulesets.ts';
import { keptLog, keptMetrics } from './silent-log.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface LimitedLine {
  /** Calls let through in each window, in order. */
  windows: number[];
  /** Calls answered 429. */
  refused: number;
  outcomes: Record<string, number>;
  deadLettered: number;
  /** Writes and conditional writes of records for each message. */
  writesEach: number;
  receivesEach: number;
  mostReceives: number;
}

export interface LimitedLineOptions {
  clock: VirtualClock;
  messages: number;
  /** Calls in a window of 10 s. */
  limit: number;
  random: () => number;
  /** Until then, Unix milliseconds, every call is answered 429. */
  stormUntil?: number;
}

const ruleset = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ name: 'Refund' }], remove: [] }],
  }),
]);

/** The longest that apply waits for the rate limit: see `createApplyDeps`. */
const maxWaitMs = 2_000;

/**
 * A backlog of hits of one call each, through the queue, apply and the governor, on a clock that passes only while
 * everybody waits: what of the windows is used depends on nothing but the code. As on Lambda, ten workers; a request of
 * the table takes 5 ms, a call of Intercom 200 ms.
 */
export async function runLimitedLine(options: LimitedLineOptions): Promise<LimitedLine> {
  const { clock, messages, limit, random, stormUntil = 0 } = options;
  const wait = (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal).catch(() => undefined);
  const queueClock = { now: () => clock.now(), wait };
  const deadLetterQueue = createFifoQueue({ clock });
  const queue = createFifoQueue({ clock, deadLetterQueue });
  for (let n = 0; n < messages; n++) {
    const createdAt = Math.floor(clock.now() / 1_000);
    const id = String(n);
    const reply = aReply({ appId: 'app', conversationId: id, body: 'refund', id, partId: id, createdAt });
    const body = pack(Buffer.from(JSON.stringify(reply)));
    queue.send({
      groupId: `conversation:${id}`,
      deduplicationId: id,
      body,
      attributes: { kind: 'notification' },
    });
  }

  const api = createRateLimitedApi({
    clock,
    limit,
    latencyMs: () => 100,
    force: () => (clock.now() < stormUntil ? '429' : 'none'),
  });
  const store = memoryRecords(() => wait(5));
  const failures: unknown[] = [];
  let receives = 0;
  let mostReceives = 0;
  const deps = lineDeps(clock, store.records, portOf(clock, api), random, {
    changeVisibility: async (handle, seconds) => void queue.changeVisibility(handle, seconds),
    send: async (message) => void queue.send(message),
    sendToDeadLetter: async (message) => void deadLetterQueue.send(message),
  });
  const source = startEventSource({
    queue,
    clock: queueClock,
    concurrency: 10,
    onError: (error) => void failures.push(error),
    async handler(event) {
      // Of the invocation, which empties no queue in no time.
      await wait(5);
      receives += event.Records.length;
      for (const { attributes } of event.Records)
        mostReceives = Math.max(mostReceives, Number(attributes.ApproximateReceiveCount));
      const endsAt = clock.now() + 30_000;
      return applyBatch(deps, event, () => endsAt - clock.now());
    },
  });
  await clock.run(source.drain());
  if (failures.length > 0) throw failures[0];
  return {
    windows: api.windows(),
    refused: api.refusedAt.length,
    outcomes: store.outcomes(),
    deadLettered: deadLetterQueue.size(),
    writesEach: store.writes() / messages,
    receivesEach: receives / messages,
    mostReceives,
  };
}

function portOf(clock: VirtualClock, api: RateLimitedApi): TaggingPort {
  const governor = createGovernor({ clock });
  const enter = async () => {
    for (let cause: unknown; ; cause = new Error('429')) {
      const pass = await governor.enter({ operation: 'attachTagToConversation', maxWaitMs, cause });
      const { status, reading } = await api.call();
      pass.leave(status, reading);
      if (status === 200) return { appliedAt: Math.floor(clock.now() / 1_000) };
    }
  };
  return {
    checkRateLimit: () => governor.check({ operation: 'attachTagToConversation', maxWaitMs }),
    fetchObject: async () => ({}),
    findSubject: async () => ({ outcome: 'none' }),
    resolveTag: async () => ({ id: '9', name: 'Refund' }),
    knownTag: async () => ({ id: '9', name: 'Refund' }),
    forgetTag: () => {},
    addTag: enter,
    removeTag: enter,
  };
}

/** Records in memory, under the conditions of the table. */
function memoryRecords(request: () => Promise<unknown>) {
  const held = new Map<string, NotificationRecord>();
  let writes = 0;
  const write = async () => {
    writes += 1;
    await request();
  };
  const records: RecordStore = {
    async read(_, identity) {
      await request();
      return held.get(identity) ?? null;
    },
    countUnreadable: async () => {
      throw new Error('all can be read');
    },
    async create(record) {
      await write();
      const { status = 'begun' } = held.get(record.identity) ?? {};
      if (status === 'begun') held.set(record.identity, record);
      return status === 'begun';
    },
    async replace(record, was) {
      await write();
      if (held.get(record.identity) !== was) return false;
      held.set(record.identity, record);
      return true;
    },
    async update({ identity }, fields, holder) {
      await write();
      const was = held.get(identity);
      if (was?.lease_holder !== holder) return false;
      held.set(identity, { ...was, ...fields });
      return true;
    },
    putText: write,
    readText: async () => null,
    putByRule: write,
  };
  return {
    records,
    writes: () => writes,
    outcomes() {
      const counts: Record<string, number> = {};
      for (const { outcome = 'none' } of held.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
      return counts;
    },
  };
}

function lineDeps(
  clock: VirtualClock,
  records: RecordStore,
  intercom: TaggingPort,
  random: () => number,
  queue: ApplyDeps['queue'],
): ApplyDeps {
  const active = activateRuleset(ruleset, 1);
  return {
    appId: 'app',
    worker: 'worker',
    rulesets: async () => active,
    records,
    ledger: createMemoryLedger(),
    brakes: {
      current: async () => ({ pause: null, rules: new Map() }),
      pause: notAskedFor,
      resume: notAskedFor,
      pauseRule: notAskedFor,
      resumeRule: notAskedFor,
    },
    limits: { takeChange: async () => true, takeTemplateTag: async () => true },
    erasures: { mark: notAskedFor, of: async () => [] },
    eraseStore: {
      get table() {
        return notAskedFor();
      },
      get queries() {
        return notAskedFor();
      },
    },
    conversationsOf: async () => [],
    intercom,
    queue,
    log: keptLog(),
    metrics: keptMetrics(),
    now: () => clock.now(),
    random,
    textDays: 30,
    recordDays: 400,
    changesPerHour: 1_000,
    templateTagsPerDay: 50,
  };
}
