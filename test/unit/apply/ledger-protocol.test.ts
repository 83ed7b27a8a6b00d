import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Execution, executeChanges } from '../../../functions/apply/execute-changes.ts';
import type { ExecutionDeps } from '../../../functions/apply/execute-target.ts';
import { IntercomNetworkError } from '../../../functions/intercom/errors/intercom-network-error.ts';
import type { Target } from '../../../functions/rules/model.ts';
import type { Ledger } from '../../../functions/store/ledger.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { createMemoryLedger } from '../../support/memory-ledger.ts';
import { aRecord } from '../../support/records.ts';
import { runs } from '../../support/runs.ts';

const target: Target = { type: 'contact', id: '1' };

/** One notification that wants the tag on or off; `faults` are calls of Intercom that fail, by turn. */
interface Writer {
  op: 'add' | 'remove';
  faults: ('none' | 'before' | 'after')[];
}

const writer: fc.Arbitrary<Writer> = fc.record({
  op: fc.constantFrom('add', 'remove'),
  faults: fc.array(fc.constantFrom('none', 'before', 'after'), { maxLength: 3 }),
});

/** The record of the writer of that rank in time. */
function recordOf({ op }: Writer, rank: number): NotificationRecord {
  const change = { target, add: op === 'add' ? ['Refund'] : [], remove: op === 'remove' ? ['Refund'] : [] };
  return aRecord({
    identity: `notification-${rank}`,
    order: `00000000000${rank}#`,
    status: 'claimed',
    matched: [{ rule: 'r', mode: 'live', because: [] }],
    changes: [change],
  });
}

/** Runs all writers at once under a scheduler that decides who goes on at every step; the tag's last state. */
async function run(
  scheduler: fc.Scheduler,
  writers: Writer[],
  there: boolean,
  createLedger: () => Ledger = createMemoryLedger,
): Promise<boolean> {
  const workspace = { tagged: there };
  const ledger = createLedger();
  const step = <T>(label: string, act: () => Promise<T>) =>
    scheduler.schedule(Promise.resolve(), label).then(act);

  const worker = async (each: Writer, rank: number) => {
    const faults = [...each.faults];
    const call = async (tagged: boolean) => {
      const fault = faults.shift() ?? 'none';
      await step(`call ${rank}`, async () => {
        if (fault !== 'before') workspace.tagged = tagged;
      });
      await step(`answer ${rank}`, async () => {
        if (fault !== 'none') throw new IntercomNetworkError('attachTagToContact', 'broken');
      });
      return { appliedAt: null };
    };
    const deps: ExecutionDeps = {
      now: () => 1_767_787_200_000,
      random: () => 0,
      ledger: {
        ...ledger,
        read: (of) => step(`read ${rank}`, () => ledger.read(of)),
        write: (of, intents) => step(`write ${rank}`, () => ledger.write(of, intents)),
      },
      intercom: {
        fetchObject: async () => ({}),
        findSubject: async () => ({ outcome: 'none' }),
        resolveTag: async () => ({ id: '9', name: 'Refund' }),
        forgetTag: () => {},
        addTag: () => call(true),
        removeTag: () => call(false),
      },
    };
    let execution: Execution = { operations: [], failures: [undefined] };
    // What the queue does with a failure: the message comes again, and the stored decision is executed.
    for (let attempt = 0; execution.failures.length > 0; attempt++) {
      const record = { ...recordOf(each, rank), operations: execution.operations };
      execution = await executeChanges(deps, record, {
        createTags: true,
        takeTemplateTag: async () => true,
        removeOnlyOwn: false,
        resumed: attempt > 0,
      });
    }
  };
  await scheduler.waitFor(Promise.all(writers.map(worker)));
  return workspace.tagged;
}

const wanted = (writers: Writer[]) => writers.at(-1)?.op === 'add';
const cases = [fc.scheduler(), fc.array(writer, { minLength: 2, maxLength: 4 }), fc.boolean()] as const;

async function survives(createLedger: () => Ledger): Promise<boolean> {
  const property = fc.asyncProperty(...cases, async (scheduler, writers, there) => {
    expect(await run(scheduler, writers, there, createLedger)).toBe(wanted(writers));
  });
  return !(await fc.check(property, { numRuns: runs(1_000) })).failed;
}

describe('several notifications about one tag of one object', () => {
  it('always leave the state that the newest wants, in any interleaving, lost answers included', async () => {
    await fc.assert(
      fc.asyncProperty(...cases, async (scheduler, writers, there) => {
        expect(await run(scheduler, writers, there)).toBe(wanted(writers));
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('do so where a superseded attempt carries out a newer intent while a still newer one comes', async () => {
    // Found by the property above: the second writer's repair landed after the fourth's call, and nobody looked back.
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const writers: Writer[] = [
          { op: 'remove', faults: ['before', 'none'] },
          { op: 'add', faults: ['none'] },
          { op: 'remove', faults: ['none'] },
        ];
        expect(await run(scheduler, writers, true)).toBe(false);
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('would not without the ledger', async () => {
    const forgetful = (): Ledger => ({
      ...createMemoryLedger(),
      write: async () => new Map(),
      read: async () => new Map(),
    });
    expect(await survives(forgetful)).toBe(false);
  });

  it('would not without the look back after the call', async () => {
    const shortSighted = (): Ledger => {
      const ledger = createMemoryLedger();
      let refused = false;
      return {
        ...ledger,
        async write(of, intents) {
          const written = await ledger.write(of, intents);
          refused = written === null;
          return written;
        },
        // After a refused write the ledger is read to see what supersedes; the other reads are the look back.
        read: async (of) => (refused ? ledger.read(of) : new Map()),
      };
    };
    expect(await survives(shortSighted)).toBe(false);
  });
});
