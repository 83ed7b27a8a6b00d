import type { RateLimitOptions } from '../options.ts';
import type { Timers } from '../timers.ts';

export interface RateLimit {
  /** Counts one call against the window that it falls into. */
  take(): { allowed: boolean; headers: Record<string, string> };
  set(change: { readonly [Key in keyof RateLimitOptions]?: number | undefined }): void;
  readonly limit: number;
  readonly windowMs: number;
}

/** Fixed windows of the clock; the three headers describe the window, not the minute. */
export function createRateLimit(initial: RateLimitOptions, timers: Timers): RateLimit {
  let { limit, windowMs } = initial;
  let window = -1;
  let used = 0;
  return {
    get limit() {
      return limit;
    },
    get windowMs() {
      return windowMs;
    },
    set(change) {
      limit = change.limit ?? limit;
      windowMs = change.windowMs ?? windowMs;
    },
    take() {
      const current = Math.floor(timers.now() / windowMs);
      if (current !== window) {
        window = current;
        used = 0;
      }
      const allowed = used < limit;
      if (allowed) used += 1;
      return {
        allowed,
        headers: {
          'X-RateLimit-Limit': String(limit),
          // A limit that was lowered within the window may be exceeded already.
          'X-RateLimit-Remaining': String(Math.max(0, limit - used)),
          'X-RateLimit-Reset': String(Math.ceil(((current + 1) * windowMs) / 1000)),
        },
      };
    },
  };
}
