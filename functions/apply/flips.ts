import type { Flip, Intent } from '../store/ledger.ts';

/** Changes of one tag on one object within an hour, beyond which a loop with outsiders is taken for granted. */
export const maxFlips = 6;

/**
 * How often the tag went from one state to the other in the hour before the intent, by notification time. An
 * intent counts where it is the opposite of the one before it, or where the facts showed the opposite: then
 * somebody else had changed it back.
 */
export function recentFlips(flips: readonly Flip[], { order }: Pick<Intent, 'order'>): number {
  const now = Number(order.slice(0, 12));
  return flips.filter((flip, i) => {
    const before = flips[i - 1];
    const flipped = flip.sure || (before !== undefined && before.op !== flip.op);
    return flipped && flip.at > now - 3600;
  }).length;
}
