/** What a window has counted: our own calls that have ended, and everybody's. */
interface Usage {
  own: number;
  consumed: number;
}

/** How large a part of the rate limit is this process's own, by how fast `Remaining` falls. */
export interface LimitShare {
  /** In (0, 1]. Falls at once when others appear, and rises only from window to window. */
  during(usage: Usage, underWay: number): number;
  /** A window has ended. */
  learn(usage: Usage, underWay: number): void;
  /** Whether a window has shown who shares the limit. */
  isKnown(): boolean;
}

/** Windows with fewer calls than this say nothing about who shares the limit. */
const TELLING_CALLS = 30;

/** A process that had nothing to do for a while does not count itself out. */
const MIN_SHARE = 0.05;

export function createLimitShare(first: number): LimitShare {
  let last = first;
  let known = false;

  return {
    isKnown: () => known,
    during({ own, consumed }, underWay) {
      // `Remaining` may count calls under way too: ours, once it is known that most are. The two keep a window's
      // first answers from saying much.
      return Math.min(last, (own + (known ? underWay : 0) + 2) / (consumed + 2));
    },
    learn({ own, consumed }, underWay) {
      if (consumed < TELLING_CALLS) return;
      const observed = Math.min(1, Math.max(MIN_SHARE, (own + underWay) / consumed));
      last = observed < last ? observed : (last + observed) / 2;
      known = true;
    },
  };
}
