import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeInOrder } from '../../../functions/store/merge-in-order.ts';

interface Entry {
  at: number;
  source: number;
  index: number;
}

const sources = fc
  .array(fc.array(fc.nat(20), { maxLength: 12 }), { maxLength: 8 })
  .map((lists) =>
    lists.map((list, source) =>
      list.toSorted((a, b) => a - b).map((at, index): Entry => ({ at, source, index })),
    ),
  );

describe('mergeInOrder', () => {
  it('gives all of all sources, once, in order, and those of one source as they came', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (lists) => {
        const merged = await all(mergeInOrder(lists.map(given), isAfter));
        expect(merged.map(({ at }) => at)).toEqual(
          lists
            .flat()
            .map(({ at }) => at)
            .toSorted((a, b) => a - b),
        );
        for (const [source, list] of lists.entries()) {
          expect(merged.filter((each) => each.source === source)).toEqual(list);
        }
      }),
    );
  });

  it('holds one element of each source, however many it has given', async () => {
    await fc.assert(
      fc.asyncProperty(sources, fc.nat(40), async (lists, taken) => {
        const read = lists.map(() => 0);
        async function* counted(list: readonly Entry[], source: number) {
          for (const entry of list) {
            read[source] = (read[source] ?? 0) + 1;
            yield entry;
          }
        }
        const given = lists.map(() => 0);
        let left = taken;
        for await (const { source } of mergeInOrder(lists.map(counted), isAfter)) {
          given[source] = (given[source] ?? 0) + 1;
          for (const [i, count] of read.entries()) expect(count - (given[i] ?? 0)).toBeLessThanOrEqual(1);
          if (left-- === 0) break;
        }
      }),
    );
  });

  it('ends all sources where it is ended early, and where one fails', async () => {
    await fc.assert(
      fc.asyncProperty(sources, fc.nat(20), fc.boolean(), async (lists, stopAt, fails) => {
        let open = 0;
        async function* watched(list: readonly Entry[]) {
          open += 1;
          try {
            for (const entry of list) {
              if (fails && entry.at > stopAt) throw new Error('no more');
              yield entry;
            }
          } finally {
            open -= 1;
          }
        }
        try {
          for await (const { at } of mergeInOrder(lists.map(watched), isAfter)) if (at >= stopAt) break;
        } catch {
          expect(fails).toBe(true);
        }
        expect(open).toBe(0);
      }),
    );
  });
});

const isAfter = (a: Entry, b: Entry) => a.at > b.at;

async function* given(list: readonly Entry[]) {
  yield* list;
}

async function all(merged: AsyncIterable<Entry>): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of merged) entries.push(entry);
  return entries;
}
