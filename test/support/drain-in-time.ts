import type { LocalStack } from '../../infra/local/stack.ts';
import type { ManualClock } from './manual-clock.ts';

/**
 * Lets time pass until the queue is empty: postponed messages come again. While a worker works it passes
 * no faster than the machine's own: leases, limits, visibility and the time that is left are by this clock, and on a busy
 * machine a worker would seem to have taken minutes.
 */
export async function drainInTime(
  stack: Pick<LocalStack, 'drain' | 'isBusy'>,
  clock: ManualClock,
): Promise<void> {
  const tick = setInterval(() => clock.advance(stack.isBusy() ? 1 : 1_000), 1);
  await stack.drain();
  clearInterval(tick);
}
