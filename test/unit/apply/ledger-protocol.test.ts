import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { executeChanges } from '../../../functions/apply/execute-changes.ts';
import type { ExecutionDeps } from '../../../functions/apply/execute-target.ts';
import { IntercomNetworkError } from '../../../functions/intercom/errors/intercom-network-error.ts';
import type { Target } from '../../../functions/rules/model.ts';
import type { Ledger } from '../../../functions/store/ledger.ts';
import type { NotificationRecord, Operation } from '../../../functions/store/record.ts';
import { createMemoryLedger } from '../../support/memory-ledger.ts';
import { aRecord } from '../../support/records.ts';
import { runs } from '../../support/runs.ts';

// A search with more cases takes as much longer: `RUNS=40` found what the usual number did not.
vi.setConfig({ testTimeout: Math.max(20_000, runs(20_000)) });

const target: Target = { type: 'contact', id: '1' };

/** One notification that wants the tag on or off. */
interface Writer {
  op: 'add' | 'remove';
  /** Calls of Intercom that fail, by turn: before they are carried out, or with their answer lost. */
  faults: ('none' | 'before' | 'after')[];
  /** Attempts, by turn, whose worker's time runs out while it is at work: the next one takes the record up. */
  lapses: boolean[];
  /** Its workers do not know the tag, as where another has only just made it. */
  unaware: boolean;
  /** Its facts name the object's tags as they were at some moment before its turn: what they show as done is not called. */
  looks: boolean;
}

const writer: fc.Arbitrary<Writer> = fc.record({
  op: fc.constantFrom('add', 'remove'),
  faults: fc.array(fc.constantFrom('none', 'before', 'after'), { maxLength: 3 }),
  lapses: fc.array(fc.boolean(), { maxLength: 2 }),
  unaware: fc.boolean(),
  looks: fc.boolean(),
});

/** The record of the writer of that rank in time. `shown`: whether its facts show the tag there; null: they do not say. */
function recordOf({ op }: Writer, rank: number, shown: boolean | null): NotificationRecord {
  const change = { target, add: op === 'add' ? ['Refund'] : [], remove: op === 'remove' ? ['Refund'] : [] };
  const tag_id = shown === true ? { tag_id: '9' } : {};
  const satisfied = { target, op, tag: 'Refund', ...tag_id, rules: ['r'] };
  return aRecord({
    identity: `notification-${rank}`,
    order: `00000000000${rank}#`,
    status: 'claimed',
    matched: [{ rule: 'r', mode: 'live', because: [] }],
    tags_known: shown === null ? [] : ['contact:1'],
    ...(shown === (op === 'add') ? { satisfied: [satisfied] } : { changes: [change] }),
  });
}

const now = 1_767_787_200_000;

interface Circumstances {
  ledger?: Ledger;
  /** Unix ms at which a worker's time runs out. */
  endsAt?: number;
}

/** Runs all writers at once under a scheduler that decides who goes on at every step; the tag's last state. */
async function run(
  scheduler: fc.Scheduler,
  writers: Writer[],
  there: boolean,
  { ledger = createMemoryLedger(), endsAt = now + 30_000 }: Circumstances = {},
): Promise<boolean> {
  const workspace = { tagged: there };
  const step = <T>(label: string, act: () => Promise<T>) =>
    scheduler.schedule(Promise.resolve(), label).then(act);

  const worker = async (each: Writer, rank: number) => {
    const faults = [...each.faults];
    const shown = each.looks ? await step(`facts ${rank}`, async () => workspace.tagged) : null;
    const record = recordOf(each, rank, shown);
    const attempt = async (nth: number, operations: Operation[]): Promise<void> => {
      // `late`: its time has run out. It may still be at work; a call that it begins now is its last deed.
      const state = { calls: 0, done: false, late: false, dead: false };
      const live = <T>(label: string, act: () => Promise<T>) =>
        step(`${label} ${rank}.${nth}`, async () => {
          if (state.dead) throw new Error('the worker died');
          return act();
        });
      const call = async (tagged: boolean) => {
        const fault = faults.shift() ?? 'none';
        state.calls += 1;
        await live('call', async () => {
          if (fault !== 'before') workspace.tagged = tagged;
          state.dead = state.late;
        });
        await live('answer', async () => {
          state.calls -= 1;
          if (fault !== 'none') throw new IntercomNetworkError('attachTagToContact', 'broken');
        });
        return { appliedAt: null };
      };
      const deps: ExecutionDeps = {
        now: () => (state.late ? now + 40_000 : now),
        random: () => 0,
        endsAt,
        ledger: {
          ...ledger,
          read: (of) => live('read', () => ledger.read(of)),
          write: (of, intents) => live('write', () => ledger.write(of, intents)),
        },
        intercom: {
          checkRateLimit: () => {},
          fetchObject: async () => ({}),
          findSubject: async () => ({ outcome: 'none' }),
          resolveTag: async (_, create) => (each.unaware && !create ? null : { id: '9', name: 'Refund' }),
          knownTag: async () => (each.unaware ? null : { id: '9', name: 'Refund' }),
          forgetTag: () => {},
          addTag: () => call(true),
          removeTag: () => call(false),
        },
      };
      const execution = executeChanges(
        deps,
        { ...record, operations },
        {
          createTags: true,
          takeTemplateTag: async () => true,
          removeOnlyOwn: false,
          resumed: nth > 0,
        },
      ).finally(() => {
        state.done = true;
      });
      if (each.lapses[nth] === true) {
        // A call that is begun in time is over in time.
        do await step(`lapse ${rank}.${nth}`, async () => {});
        while (state.calls > 0 && !state.done);
        state.late = !state.done;
        if (state.late) return void (await Promise.all([execution, attempt(nth + 1, operations)]));
      }
      // What the queue does with a failure: the message comes again, and the stored decision is executed.
      const executed = await execution;
      if (executed.failures.length > 0) await attempt(nth + 1, executed.operations);
    };
    await attempt(0, []);
  };
  await scheduler.waitFor(Promise.all(writers.map(worker)));
  return workspace.tagged;
}

const wanted = (writers: Writer[]) => writers.at(-1)?.op === 'add';
const cases = [
  fc.scheduler(),
  fc.array(writer, { minLength: 2, maxLength: 4 }),
  // Only what our own workers make can be there without being known to all of them.
  fc.boolean(),
] as const;
const isThere = (writers: Writer[], there: boolean) => there && !writers.some(({ unaware }) => unaware);

async function survives(
  circumstances: () => Circumstances,
  [scheduler, writers, there]: typeof cases = cases,
): Promise<boolean> {
  const property = fc.asyncProperty(scheduler, writers, there, async (scheduler, writers, there) => {
    expect(await run(scheduler, writers, isThere(writers, there), circumstances())).toBe(wanted(writers));
  });
  return !(await fc.check(property, { numRuns: runs(1_000) })).failed;
}

describe('several notifications about one tag of one object', () => {
  it('always leave the state that the newest wants, in any interleaving, lost answers included', async () => {
    await fc.assert(
      fc.asyncProperty(...cases, async (scheduler, writers, there) => {
        expect(await run(scheduler, writers, isThere(writers, there))).toBe(wanted(writers));
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('do so where a superseded attempt carries out a newer intent while a still newer one comes', async () => {
    // Found by the property above: the second writer's repair landed after the fourth's call, and nobody looked back.
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const writers: Writer[] = [
          { op: 'remove', faults: ['before', 'none'], lapses: [], unaware: false, looks: false },
          { op: 'add', faults: ['none'], lapses: [], unaware: false, looks: false },
          { op: 'remove', faults: ['none'], lapses: [], unaware: false, looks: false },
        ];
        expect(await run(scheduler, writers, true)).toBe(false);
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('do so where the newest removes the tag before anybody has made it', async () => {
    // Found by chaos: without a tag there was no intent, and an older addition that came later was carried out.
    const writers: Writer[] = [
      { op: 'add', faults: [], lapses: [], unaware: false, looks: false },
      { op: 'remove', faults: [], lapses: [], unaware: true, looks: false },
    ];
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        expect(await run(scheduler, writers, false)).toBe(false);
      }),
    );
  });

  it.each([true, false])(
    'do so where the newest finds the tag as it wants it, and an older one that wants otherwise comes later (%s)',
    async (there) => {
      const [newest, older] = there ? (['add', 'remove'] as const) : (['remove', 'add'] as const);
      const writers: Writer[] = [
        { op: newest, faults: [], lapses: [], unaware: false, looks: false },
        { op: older, faults: [], lapses: [], unaware: false, looks: false },
        { op: newest, faults: [], lapses: [], unaware: false, looks: true },
      ];
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          expect(await run(scheduler, writers, there)).toBe(there);
        }),
      );
    },
  );

  it('do so where an attempt that had to call by a name failed, and newer facts show it as done', async () => {
    // Found by the property above: the next attempt took what it had begun itself for done.
    const writers: Writer[] = [
      { op: 'add', faults: [], lapses: [], unaware: true, looks: false },
      { op: 'remove', faults: ['before'], lapses: [], unaware: true, looks: true },
      { op: 'remove', faults: [], lapses: [], unaware: true, looks: true },
    ];
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        expect(await run(scheduler, writers, false)).toBe(false);
      }),
      { numRuns: runs(1_000) },
    );
  });

  it('would not where what the facts show as done left no intent', async () => {
    const heedless = (): Ledger => {
      const ledger = createMemoryLedger();
      return {
        ...ledger,
        write: async (of, intents) =>
          intents.some(({ satisfied }) => satisfied) ? new Map() : ledger.write(of, intents),
      };
    };
    expect(await survives(() => ({ ledger: heedless() }))).toBe(false);
  });

  it('would not where the facts were believed although the ledger says otherwise', async () => {
    const credulous = (): Ledger => {
      const ledger = createMemoryLedger();
      return {
        ...ledger,
        async write(of, intents) {
          const view = await ledger.write(of, intents);
          return view !== null && intents.some(({ satisfied }) => satisfied) ? new Map() : view;
        },
      };
    };
    expect(await survives(() => ({ ledger: credulous() }))).toBe(false);
  });

  it('would not without the ledger', async () => {
    const forgetful = (): Ledger => ({
      ...createMemoryLedger(),
      write: async () => new Map(),
      read: async () => new Map(),
    });
    expect(await survives(() => ({ ledger: forgetful() }))).toBe(false);
  });

  it('would not where removals by an unknown name left no intent', async () => {
    const named = (): Ledger => {
      const ledger = createMemoryLedger();
      return {
        ...ledger,
        write: async (of, intents) =>
          intents.some(({ tagId }) => tagId === '9') ? ledger.write(of, intents) : new Map(),
      };
    };
    expect(await survives(() => ({ ledger: named() }))).toBe(false);
  });

  it('would not where a worker still called when its time has run out', async () => {
    const few: fc.Arbitrary<Writer[]> = fc.constant([
      { op: 'add', faults: [], lapses: [true], unaware: false, looks: false },
      { op: 'remove', faults: [], lapses: [], unaware: false, looks: false },
    ]);
    const some: typeof cases = [fc.scheduler(), few, fc.constant(false)];
    expect(await survives(() => ({ endsAt: Number.POSITIVE_INFINITY }), some)).toBe(false);
    expect(await survives(() => ({}), some)).toBe(true);
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
    expect(await survives(() => ({ ledger: shortSighted() }))).toBe(false);
  });
});
