/** What an answer says of the current window. */
export interface RateLimitReading {
  /** Calls in a window (10 s). */
  limit: number;
  remaining: number;
  /** End of the window, Unix milliseconds. */
  resetAtMs: number;
}

/**
 * `X-RateLimit-*`: sent on every authenticated answer, and about the 10 s window, not the minute. Undefined
 * where one is absent or no number: errors have been seen without them (intercom-go#137).
 */
export function readRateLimit(headers: Headers): RateLimitReading | undefined {
  const limit = number(headers.get('x-ratelimit-limit'));
  const remaining = number(headers.get('x-ratelimit-remaining'));
  const reset = number(headers.get('x-ratelimit-reset'));
  if (limit === undefined || remaining === undefined || reset === undefined || limit < 1) return undefined;
  return { limit, remaining: Math.max(0, remaining), resetAtMs: reset * 1_000 };
}

function number(text: string | null): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
