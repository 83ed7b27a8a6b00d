import type { Clock } from '../clock.ts';
import { IntercomRateLimitError } from '../errors/intercom-rate-limit-error.ts';
import type { RateLimitReading } from './read-rate-limit.ts';

export interface Entry {
  operation: string;
  /** The longest wait that the caller allows. */
  maxWaitMs: number;
  signal?: AbortSignal | undefined;
  /** The 429 that sent the call back here, if one did. */
  cause?: unknown;
}

/** One call on its way. */
export interface Pass {
  /** To be called once the try has ended; without arguments where no answer came. A second call does nothing. */
  leave(status?: number, reading?: RateLimitReading): void;
}

export interface Governor {
  /** Resolves when a call may be sent. Throws `IntercomRateLimitError` or the signal's reason. */
  enter(entry: Entry): Promise<Pass>;
}

/** Intercom's windows are 10 s long (rate limiting page of developers.intercom.com). */
const WINDOW_MS = 10_000;

/** Holds every call back while the window is known to be used up. */
export function createGovernor({ clock }: { clock: Clock }): Governor {
  let blockedUntilMs = 0;

  return {
    async enter({ operation, maxWaitMs, signal, cause }) {
      const deadline = clock.now() + maxWaitMs;
      for (;;) {
        const waitMs = blockedUntilMs - clock.now();
        if (waitMs <= 0) break;
        if (blockedUntilMs > deadline) {
          throw new IntercomRateLimitError(operation, new Date(blockedUntilMs), { cause });
        }
        await clock.sleep(waitMs, signal);
      }
      return {
        leave(status, reading) {
          if (status === 429) blockedUntilMs = reading?.resetAtMs ?? clock.now() + WINDOW_MS;
        },
      };
    },
  };
}
