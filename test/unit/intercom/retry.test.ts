import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntercomNetworkError } from '../../../functions/intercom/errors/intercom-network-error.ts';
import { IntercomResponseError } from '../../../functions/intercom/errors/intercom-response-error.ts';
import {
  backoffMs,
  DEFAULT_RETRY,
  mayHaveBeenCarriedOut,
  mayRepeat,
} from '../../../functions/intercom/retry.ts';

const answer = (status: number, retryable: boolean) =>
  new IntercomResponseError({ operation: 'createTag', status, code: 'any', message: '', retryable });

const network = (failure: 'timeout' | 'unsent' | 'broken') => new IntercomNetworkError('createTag', failure);

describe('backoffMs', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('is always from nothing to the exponential bound, and never above the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), random, (tries, value) => {
        const ms = backoffMs(tries, value, DEFAULT_RETRY);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThan(Math.min(DEFAULT_RETRY.capMs, DEFAULT_RETRY.baseMs * 2 ** (tries - 1)));
      }),
    );
  });

  it.each([
    [1, 100],
    [2, 200],
    [3, 400],
    [10, 2_500],
  ])('after %i tries is half the bound in the middle of the jitter: %i ms', (tries, ms) => {
    expect(backoffMs(tries, 0.5, DEFAULT_RETRY)).toBe(ms);
  });
});

describe('repeating a request', () => {
  it.each<[string, unknown, { idempotent: boolean; unsentOnly: boolean; unsure: boolean }]>([
    ['no connection came about', network('unsent'), { idempotent: true, unsentOnly: true, unsure: false }],
    ['the connection broke', network('broken'), { idempotent: true, unsentOnly: false, unsure: true }],
    ['time was over', network('timeout'), { idempotent: true, unsentOnly: false, unsure: true }],
    ['a 429 came', answer(429, true), { idempotent: true, unsentOnly: true, unsure: false }],
    ['a 503 came', answer(503, true), { idempotent: true, unsentOnly: false, unsure: true }],
    ['a success could not be read', answer(200, true), { idempotent: true, unsentOnly: false, unsure: true }],
    ['a 404 came', answer(404, false), { idempotent: false, unsentOnly: false, unsure: false }],
    ['there is a bug', new TypeError('bug'), { idempotent: false, unsentOnly: false, unsure: false }],
  ])('where %s', (_, error, { idempotent, unsentOnly, unsure }) => {
    expect(mayRepeat(error, 'idempotent')).toBe(idempotent);
    expect(mayRepeat(error, 'unsent_only')).toBe(unsentOnly);
    expect(mayHaveBeenCarriedOut(error)).toBe(unsure);
  });
});
