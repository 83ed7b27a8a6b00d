import { describe, expect, it } from 'vitest';
import { executeChanges } from '../../../functions/apply/execute-changes.ts';
import type { ExecutionDeps } from '../../../functions/apply/execute-target.ts';
import { maxFlips } from '../../../functions/apply/flips.ts';
import type { Target } from '../../../functions/rules/model.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { createMemoryLedger } from '../../support/memory-ledger.ts';
import { aRecord } from '../../support/records.ts';

const target: Target = { type: 'conversation', id: '1' };
const noon = 1_767_787_200;

/** A notification so many seconds after noon, whose facts show the opposite of what it wants. */
function aFlip(seconds: number, op: 'add' | 'remove', known = true): NotificationRecord {
  return aRecord({
    identity: `notification-${seconds}`,
    order: `${String(noon + seconds).padStart(12, '0')}##`,
    happened_at: new Date((noon + seconds) * 1_000).toISOString(),
    status: 'claimed',
    matched: [{ rule: 'r', mode: 'live', because: [] }],
    changes: [{ target, add: op === 'add' ? ['Refund'] : [], remove: op === 'remove' ? ['Refund'] : [] }],
    tags_known: known ? ['conversation:1'] : [],
  });
}

function setup() {
  const calls: string[] = [];
  const ledger = createMemoryLedger();
  const called = (op: string) => async () => {
    calls.push(op);
    return { appliedAt: null };
  };
  const deps: ExecutionDeps = {
    now: () => noon * 1_000,
    random: () => 0,
    endsAt: Number.POSITIVE_INFINITY,
    ledger,
    intercom: {
      checkRateLimit: () => {},
      fetchObject: async () => ({}),
      resolveTag: async () => ({ id: '9', name: 'Refund' }),
      findSubject: async () => ({ outcome: 'none' }),
      knownTag: async () => ({ id: '9', name: 'Refund' }),
      forgetTag: () => {},
      addTag: called('add'),
      removeTag: called('remove'),
    },
  };
  const execute = async (record: NotificationRecord, resumed = false) => {
    const options = { createTags: true, takeTemplateTag: async () => true, removeOnlyOwn: false, resumed };
    const { operations, failures } = await executeChanges(deps, record, options);
    expect(failures).toEqual([]);
    return operations.map(({ outcome }) => outcome);
  };
  const flipUntilLimit = async () => {
    for (let n = 1; n <= maxFlips; n++) await execute(aFlip(n, 'add'));
  };
  return { calls, ledger, execute, flipUntilLimit };
}

describe('the flip limit', () => {
  it('lets six flips of one tag on one object through within an hour, and no seventh', async () => {
    const { calls, execute, flipUntilLimit } = setup();
    await flipUntilLimit();
    expect(calls).toHaveLength(6);
    expect(await execute(aFlip(7, 'add'))).toEqual(['flip_limit']);
    expect(await execute(aFlip(8, 'remove'))).toEqual(['flip_limit']);
    expect(calls).toHaveLength(6);
  });

  it('counts flips back and forth where the facts name no tags, and not the same wish again', async () => {
    const { calls, execute } = setup();
    for (let n = 0; n < 20; n++) await execute(aFlip(n, 'add', false));
    expect(calls).toHaveLength(20);
    const outcomes: string[] = [];
    for (let n = 20; n < 28; n++) {
      outcomes.push(...(await execute(aFlip(n, n % 2 === 0 ? 'remove' : 'add', false))));
    }
    expect(outcomes.map((outcome) => outcome === 'flip_limit')).toEqual([
      ...Array<boolean>(6).fill(false),
      true,
      true,
    ]);
  });

  it.each([
    [3_600, 'flip_limit'],
    [3_601, 'tagged'],
  ])(
    'is of one hour, by the time of the notifications: %i s after the hour began, %s',
    async (seconds, outcome) => {
      const { execute, flipUntilLimit } = setup();
      await flipUntilLimit();
      expect(await execute(aFlip(seconds, 'add'))).toEqual([outcome]);
    },
  );

  it('stays the outcome where the same notification comes again', async () => {
    const { calls, execute, flipUntilLimit } = setup();
    await flipUntilLimit();
    await execute(aFlip(7, 'add'));
    expect(await execute(aFlip(7, 'add'), true)).toEqual(['flip_limit']);
    expect(calls).toHaveLength(6);
  });

  it('leaves an intent that nobody carries out, an older attempt included', async () => {
    const { calls, ledger, execute, flipUntilLimit } = setup();
    await flipUntilLimit();
    await execute(aFlip(7, 'remove'));
    expect((await ledger.read(target)).get('9')?.intent?.op).toBe('hold');
    expect(await execute(aFlip(0, 'add'), true)).toEqual(['superseded']);
    expect(calls).toEqual(Array<string>(6).fill('add'));
  });
});
