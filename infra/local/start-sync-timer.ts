import { runSync, type SyncOutcome } from '../../functions/sync/run-sync.ts';
import type { SyncDeps } from '../../functions/sync/sync-deps.ts';
import type { Clock } from './clock.ts';

/** Of the deployed function, in ms. Here nobody ends a run that takes longer. */
const functionTimeoutMs = 240_000;

export interface SyncTimer {
  /** A run by hand, at this moment. */
  run(): Promise<SyncOutcome>;
  /** Begins no more, and resolves when what is under way has ended. */
  close(): Promise<void>;
}

/** The schedule of the deployed stack, on a laptop: a run every so many minutes; none without. */
export function startSyncTimer(deps: SyncDeps, clock: Clock, everyMinutes: number | undefined): SyncTimer {
  const ending = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  function run(): Promise<SyncOutcome> {
    const endsAt = clock.now() + functionTimeoutMs;
    const running = runSync(deps, { tick: clock.now(), remainingMs: () => endsAt - clock.now() });
    const settled = running.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return running;
  }

  async function tick(everyMs: number): Promise<void> {
    for (;;) {
      await clock.wait(everyMs, ending.signal);
      if (ending.signal.aborted) return;
      await run().catch((error: unknown) => deps.log.error('a run of the sync failed', {}, error));
    }
  }

  if (everyMinutes !== undefined) underWay.add(tick(everyMinutes * 60_000));
  return {
    run,
    async close() {
      ending.abort();
      await Promise.all(underWay);
    },
  };
}
