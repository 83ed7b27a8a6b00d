import type { Clock } from '../clock.ts';
import { IntercomRateLimitError } from '../errors/intercom-rate-limit-error.ts';
import { createAlarm } from './alarm.ts';
import { createRateLimitWindow } from './rate-limit-window.ts';
import type { RateLimitReading } from './read-rate-limit.ts';

interface Entry {
  operation: string;
  /** The longest wait that the caller allows. */
  maxWaitMs: number;
  signal?: AbortSignal | undefined;
  /** The 429 that sent the call back here, if one did. */
  cause?: unknown;
}

/** One call on its way. */
export interface Pass {
  /** To be called once the try has ended; without a status where no answer came. A second call does nothing. */
  leave(status?: number, reading?: RateLimitReading): void;
}

export interface Governor {
  /** Resolves, first come first served, when a call may be sent. Throws `IntercomRateLimitError` or the signal's reason. */
  enter(entry: Entry): Promise<Pass>;
  /** Throws `IntercomRateLimitError` where the window is known to be used up for longer than the wait. Nobody enters. */
  check(entry: Pick<Entry, 'operation' | 'maxWaitMs'>): void;
}

export interface GovernorOptions {
  clock: Clock;
  /**
   * The part of the rate limit that this process may take to be its own until the answers show how many share
   * it, in (0, 1]: one in ten for one of ten workers. Default 1.
   */
  share?: number;
}

/**
 * Holds calls back so that the rate limit's windows are used up and not exceeded, however many calls wait at
 * once, and whoever else spends from the same limit.
 */
export function createGovernor({ clock, share = 1 }: GovernorOptions): Governor {
  const window = createRateLimitWindow({ share });
  const queue = new Set<Waiter>();
  const alarm = createAlarm(clock, review);
  let nearestDeadlineMs = Number.POSITIVE_INFINITY;
  let underWay = 0;

  /** Lets in whom there is room for, turns away whom waiting cannot help, and sees to it that somebody looks again. */
  function review() {
    const now = clock.now();
    for (const waiter of queue) {
      if (underWay >= window.room(now, underWay)) break;
      queue.delete(waiter);
      waiter.admit(pass(now));
    }
    turnAway(now, window.usedUpUntil(now, underWay));
    if (queue.size === 0) alarm.cancel();
    else alarm.set(Math.min(nearestDeadlineMs, window.nextAt(now)));
  }

  /** Those whose time is over, or will be before the next window begins. Looks through the queue only if there are any. */
  function turnAway(now: number, usedUpUntilMs = now) {
    if (nearestDeadlineMs > Math.max(now, usedUpUntilMs)) return;
    nearestDeadlineMs = Number.POSITIVE_INFINITY;
    for (const waiter of queue) {
      if (waiter.deadlineMs <= now || waiter.deadlineMs < usedUpUntilMs) {
        queue.delete(waiter);
        waiter.refuse(new Date(window.nextAt(now)));
      } else {
        nearestDeadlineMs = Math.min(nearestDeadlineMs, waiter.deadlineMs);
      }
    }
  }

  function pass(sentAt: number): Pass {
    let left = false;
    underWay++;
    return {
      leave(status, reading) {
        if (left) return;
        left = true;
        underWay--;
        window.ended({ sentAt, now: clock.now(), status, reading, underWay });
        review();
      },
    };
  }

  return {
    async enter({ operation, maxWaitMs, signal, cause }) {
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<Pass>();
      const waiter: Waiter = {
        deadlineMs: clock.now() + maxWaitMs,
        admit: resolve,
        refuse: (resetAt) => reject(new IntercomRateLimitError(operation, resetAt, { cause })),
      };
      const abort = () => {
        queue.delete(waiter);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      queue.add(waiter);
      nearestDeadlineMs = Math.min(nearestDeadlineMs, waiter.deadlineMs);
      review();
      return promise.finally(() => signal?.removeEventListener('abort', abort));
    },

    check({ operation, maxWaitMs }) {
      const now = clock.now();
      const usedUpUntilMs = window.usedUpUntil(now, underWay) ?? now;
      if (usedUpUntilMs > now + maxWaitMs) {
        throw new IntercomRateLimitError(operation, new Date(usedUpUntilMs));
      }
    },
  };
}

interface Waiter {
  deadlineMs: number;
  admit: (pass: Pass) => void;
  refuse: (resetAt: Date) => void;
}
