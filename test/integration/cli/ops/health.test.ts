import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunStore } from '../../../../functions/store/runs.ts';
import type { Finding } from '../../../../functions/sync/health/health-state.ts';
import { type KeptStack, keptStack } from '../../../support/ops/kept-stack.ts';

const now = Date.UTC(2026, 0, 7, 12);

let stack: KeptStack;
beforeEach(() => {
  stack = keptStack();
});
afterEach(() => stack[Symbol.dispose]());

/** As the sync's health step leaves it. */
async function keep(findings: Finding[]): Promise<void> {
  await stack.with(async ({ table }) => {
    const store = createRunStore(table, () => now);
    const lease = await store.acquire('test', now);
    if (lease === null) throw new Error('the lease is held');
    const checked_at = '2026-01-07T11:55:00.000Z';
    await store.saveCursor(lease, 'health', { checked_at, hour: null, rules: 12, findings, removals: {} });
  });
}

const silent: Finding = {
  rule: 'refunds',
  problem: 'silent',
  seen: 'No match in 24 hours, where 24 and more were usual at this time of the week.',
  advice: 'See what it matched last (ops rule refunds) and ask why a message of today does not match.',
};

it('shows which rules are unwell, why, and what to do', async () => {
  await keep([silent]);
  const { status, stdout, stderr } = await stack.ops('health', { now });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toBe(`refunds  silent
  No match in 24 hours, where 24 and more were usual at this time of the week.
  -> See what it matched last (ops rule refunds) and ask why a message of today
  does not match.

local: 12 rules, 1 of them unwell, at 2026-01-07 11:55 UTC.
`);
});

it('is content where all are well', async () => {
  await keep([]);
  expect(await stack.ops('health', { now })).toEqual({
    status: 0,
    stdout: 'local: 12 rules, all well, at 2026-01-07 11:55 UTC.\n',
    stderr: '',
  });
});

it('prints one JSON document', async () => {
  await keep([silent]);
  const { stdout } = await stack.ops('health --json', { now });
  expect(JSON.parse(stdout)).toEqual({
    environment: 'local',
    checked_at: '2026-01-07T11:55:00.000Z',
    rules: 12,
    unhealthy: 1,
    findings: [silent],
  });
});

it('says where nobody has looked, or not for hours', async () => {
  const never = await stack.ops('health', { now });
  expect(never).toMatchObject({ status: 1, stdout: '' });
  expect(never.stderr).toContain('ops -- sync run --env local');
  await keep([]);
  const late = await stack.ops('health', { now: now + 5 * 3_600_000 });
  expect(late.status).toBe(1);
  expect(late.stderr).toContain('has not looked since 2026-01-07T11:55:00.000Z');
});
