import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NotificationRecord } from '../../../../functions/store/record.ts';
import { createRecordStore } from '../../../../functions/store/records.ts';
import { createRunStore, type Run } from '../../../../functions/store/runs.ts';
import { type KeptStack, keptStack } from '../../../support/ops/kept-stack.ts';
import { aRecord } from '../../../support/records.ts';

const now = Date.UTC(2026, 0, 7, 12);
const matched = [{ rule: 'refund', mode: 'live' as const, because: [] }];

let stack: KeptStack;
beforeAll(async () => {
  stack = keptStack();
  await stack.with(async ({ table }) => {
    const records = createRecordStore(table);
    await Promise.all(dayOfRecords().map((record) => records.create(record)));
    const runs = createRunStore(table, () => now);
    const lease = await runs.acquire('worker', now + 60_000);
    if (lease !== null) await runs.save(lease, aRun());
  });
});
afterAll(() => stack[Symbol.dispose]());

describe('ops stats', () => {
  it('counts what came, matched, was applied and failed, how fast and by which rules', async () => {
    const { status, stdout } = await stack.ops('stats', { now });
    expect(status).toBe(0);
    expect(stdout).toMatchSnapshot();
    for (const line of stdout.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it('prints one JSON document', async () => {
    const { stdout, stderr } = await stack.ops('stats --since 12h --json', { now });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'local',
      received: 120,
      sources: { webhook: 120, catch_up: 0, trigger: 0 },
      matched: 41,
      outcomes: { no_match: 79, tagged: 40, failed: 1 },
      changes: { applied: 40, no_op: 40, held: 0, failed: 0 },
      failures: { IntercomResponseError: 1 },
      latency_ms: { count: 40, p50: expect.closeTo(1_500, -2), p99: expect.closeTo(1_500, -2) },
      metrics: null,
      // Half of a day's, each in a window of its own; the sync's run made 7 in one step and 2 in another.
      calls: { applying: 120, busiest_10s: 3, sync: 9 },
      paused: { all: null, rules: {} },
      rate_limit: { unknown: expect.stringContaining('up only while npm start runs') },
    });
  });

  it('says what is paused, whether anything has come or not', async () => {
    await stack.ops('pause --rule refund --reason wrong --yes', { now });
    const { stdout } = await stack.ops('stats --since 2025-01-01 --until 2025-01-02', { now });
    expect(stdout).toContain('\n  paused        refund since 2026-01-07 12:00:00 (wrong)\n');
    await stack.ops('resume --rule refund --no-release --yes', { now });
  });

  it('says that nothing has come, and where to look', async () => {
    const { status, stdout } = await stack.ops('stats --since 2025-01-01 --until 2025-01-02', { now });
    expect(status).toBe(0);
    expect(stdout).toMatchSnapshot();
  });
});

function aRun(): Run {
  const step = { status: 'done' as const, counts: {}, ms: 100 };
  return {
    id: 'sync-2026-01-07T11:00:00.000Z',
    kind: 'sync',
    status: 'finished',
    tick: '2026-01-07T11:00:00.000Z',
    started_at: '2026-01-07T11:00:01.000Z',
    invocations: 1,
    steps: [
      { ...step, name: 'catch_up', calls: 7 },
      { ...step, name: 'catalogue', calls: 2 },
    ],
    expires_at: 4_000_000_000,
  };
}

/** One every six minutes; each third matched. */
function dayOfRecords(): NotificationRecord[] {
  return Array.from({ length: 240 }, (_, i): NotificationRecord => {
    const happened = Date.UTC(2026, 0, 6, 12) + i * 360_000 + 1_000;
    const record = aRecord({
      identity: `identity-${i}`,
      status: 'finished',
      outcome: 'no_match',
      happened_at: new Date(happened).toISOString(),
      received_at: new Date(happened + 500).toISOString(),
      finished_at: new Date(happened + 1_500).toISOString(),
    });
    if (i === 239) return failedOf(record);
    if (i === 7) return { ...record, source: 'catch_up' };
    if (i % 3 > 0) return record;
    const conversation = { type: 'conversation' as const, id: '1' };
    const operation = { op: 'add' as const, target: conversation, tag: 'Refund', rules: ['refund'], ms: 100 };
    return {
      ...record,
      outcome: 'tagged',
      calls: 3,
      matched: i % 2 === 0 ? [...matched, { rule: 'praise', mode: 'shadow', because: [] }] : matched,
      operations: [
        { ...operation, outcome: 'tagged' },
        i === 30
          ? { ...operation, outcome: 'refused', status: 403, code: 'api_plan_restricted' }
          : { ...operation, outcome: 'already_tagged' },
      ],
    };
  });
}

function failedOf(record: NotificationRecord): NotificationRecord {
  return { ...record, status: 'failed', outcome: 'failed', matched, error: 'IntercomResponseError: no' };
}
