import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleInBatches } from '../../../../functions/intercom/bulk/settle-in-batches.ts';
import { IntercomNetworkError } from '../../../../functions/intercom/errors/intercom-network-error.ts';
import { IntercomResponseError } from '../../../../functions/intercom/errors/intercom-response-error.ts';

const refusal = (status: number) =>
  new IntercomResponseError({
    operation: 'tagUsers',
    status,
    code: 'not_found',
    message: '',
    retryable: status >= 500,
  });

/** Does all or nothing, as `POST /tags` does, and remembers what it did. */
function allOrNothing(missing: Set<number>) {
  const done: number[] = [];
  let calls = 0;
  return {
    done,
    calls: () => calls,
    send: async (items: number[]) => {
      calls++;
      await Promise.resolve();
      if (items.some((item) => missing.has(item))) throw refusal(404);
      done.push(...items);
    },
  };
}

const range = (length: number) => Array.from({ length }, (_, n) => n);

describe('settleInBatches', () => {
  it('always does what can be done once, and names what is missing, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(300),
        fc.array(fc.nat(300)),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 5 }),
        async (length, missing, batchSize, concurrency) => {
          const api = allOrNothing(new Set(missing));

          const settled = await settleInBatches(range(length), { send: api.send, batchSize, concurrency });

          expect(settled).toEqual(
            range(length).map((item) => ({ item, outcome: missing.includes(item) ? 'missing' : 'done' })),
          );
          expect(api.done.toSorted((a, b) => a - b)).toEqual(
            range(length).filter((item) => !missing.includes(item)),
          );
        },
      ),
    );
  });

  it('never needs more than 110 calls for 1,000 items of which 7 are missing', async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(999), { minLength: 7, maxLength: 7 }), async (missing) => {
        const api = allOrNothing(new Set(missing));
        await settleInBatches(range(1_000), { send: api.send, batchSize: 50, concurrency: 4 });
        most = Math.max(most, api.calls());
        expect(api.calls()).toBeLessThanOrEqual(110);
      }),
    );
    // The worst places: seven batches with one each, where every half that is asked for first fails.
    const worst = allOrNothing(new Set(range(7).map((n) => n * 50)));
    await settleInBatches(range(1_000), { send: worst.send, batchSize: 50, concurrency: 4 });
    console.log(
      `1,000 items, 7 missing: at most ${most} calls at random places, ${worst.calls()} at the worst ones`,
    );
    expect(worst.calls()).toBeLessThanOrEqual(110);
  });

  it.each<[string, unknown]>([
    ['a bad token', refusal(401)],
    ['a dead network', new IntercomNetworkError('tagUsers', 'broken')],
    ['an answer of 500', refusal(500)],
    ['an abort', new DOMException('stop', 'AbortError')],
  ])('stops at %s, which every other batch would meet too', async (_, error) => {
    let calls = 0;
    const send = async () => {
      calls++;
      if (calls === 2) throw error;
    };

    const settled = await settleInBatches(range(8), { send, batchSize: 2, concurrency: 1 });

    expect(calls).toBe(2);
    expect(settled.map(({ outcome }) => outcome)).toEqual([
      'done',
      'done',
      ...range(6).map(() => ({ error })),
    ]);
  });

  it('goes on after the refusal of one batch', async () => {
    const error = refusal(400);
    const send = async (items: number[]) => {
      if (items.includes(0)) throw error;
    };

    const settled = await settleInBatches(range(4), { send, batchSize: 2, concurrency: 1 });

    expect(settled.map(({ outcome }) => outcome)).toEqual([{ error }, { error }, 'done', 'done']);
  });
});
