import { IntercomNetworkError } from './errors/intercom-network-error.ts';
import { IntercomResponseError } from './errors/intercom-response-error.ts';
import type { IntercomRequest } from './intercom-request.ts';

export interface RetrySettings {
  /** Tries in all, the first included. A 429 does not count: the rate limit has its own bound, `maxWaitMs`. */
  maxTries: number;
  baseMs: number;
  capMs: number;
}

export const DEFAULT_RETRY: RetrySettings = { maxTries: 4, baseMs: 200, capMs: 5_000 };

/**
 * Full jitter: anything between nothing and the exponential bound, so that many workers do not come back
 * together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 * `tries` counts those made so far, from 1; `random` is in [0, 1).
 */
export function backoffMs(tries: number, random: number, { baseMs, capMs }: RetrySettings): number {
  return Math.floor(random * Math.min(capMs, baseMs * 2 ** (tries - 1)));
}

/** Whether the request may be sent again after this error. */
export function mayRepeat(error: unknown, repeat: IntercomRequest['repeat']): boolean {
  if (error instanceof IntercomNetworkError) return error.failure === 'unsent' || repeat === 'idempotent';
  if (!(error instanceof IntercomResponseError) || !error.retryable) return false;
  // A 429 was turned away before anything was done.
  return error.status === 429 || repeat === 'idempotent';
}

/** Whether Intercom may have carried the request out although it ended in this error. */
export function mayHaveBeenCarriedOut(error: unknown): boolean {
  if (error instanceof IntercomNetworkError) return error.failure !== 'unsent';
  return error instanceof IntercomResponseError && error.retryable && error.status !== 429;
}
