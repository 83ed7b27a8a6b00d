import type { Clock } from '../../functions/intercom/clock.ts';
import type { RateLimitReading } from '../../functions/intercom/rate-limit/read-rate-limit.ts';

interface ApiAnswer {
  status: number;
  reading: RateLimitReading | undefined;
}

export interface RateLimitedApi {
  /** One call: there, counted, and back. */
  call(): Promise<ApiAnswer>;
  /** Calls let through in each window, in order. */
  windows(): number[];
  /** When it turned calls away, Unix milliseconds of the callers' clock. */
  refusedAt: number[];
}

export interface RateLimitedApiOptions {
  clock: Clock;
  limit: number;
  /** One way, milliseconds. */
  latencyMs: () => number;
  /** How far its clock is ahead of the callers'. */
  aheadMs?: number;
  /** Turns a call away although there is room, with the headers or without. */
  force?: () => 'none' | '429' | '429 without headers';
}

/** Intercom's rate limit without the network: fixed windows of 10 s, on a clock that may differ from the callers'. */
export function createRateLimitedApi(options: RateLimitedApiOptions): RateLimitedApi {
  const { clock, limit, latencyMs, aheadMs = 0, force = () => 'none' } = options;
  const used = new Map<number, number>();
  const refusedAt: number[] = [];

  return {
    refusedAt,
    windows: () => [...used.entries()].sort(([a], [b]) => a - b).map(([, calls]) => calls),
    async call() {
      await clock.sleep(latencyMs());
      const window = Math.floor((clock.now() + aheadMs) / 10_000);
      const calls = used.get(window) ?? 0;
      const forced = force();
      const allowed = forced === 'none' && calls < limit;
      used.set(window, allowed ? calls + 1 : calls);
      if (!allowed) refusedAt.push(clock.now());
      const remaining = forced === '429' ? 0 : limit - (used.get(window) ?? 0);
      await clock.sleep(latencyMs());
      return {
        status: allowed ? 200 : 429,
        reading:
          forced === '429 without headers'
            ? undefined
            : { limit, remaining, resetAtMs: (window + 1) * 10_000 },
      };
    },
  };
}
