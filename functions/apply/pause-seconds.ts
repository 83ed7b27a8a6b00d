/** SQS takes no longer visibility. */
const maxSeconds = 43_200;
const firstSeconds = 30;
const growth = 1.1;

/**
 * How long a message waits that finds the line stopped: about a tenth of the time that it has waited so far, for each
 * look costs one of the queue's 100 receives, and 95 of these must last for the 14 days that it keeps a message.
 *
 *     line stopped for   5 min   1 h     1 d     3 d      14 d
 *     receives           8       28      60      71       95
 *     next look within   1 min   7 min   2.5 h   7.3 h    12 h
 */
export function pauseSeconds(receiveCount: number): number {
  return Math.min(maxSeconds, Math.round(firstSeconds * growth ** (receiveCount - 1)));
}
