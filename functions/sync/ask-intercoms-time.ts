import type { SyncContext } from './sync-step.ts';

/** Intercom's own time, Unix seconds: of its newest answer, or by one call that costs little where there was none. */
export async function askIntercomsTime({ intercom, intercomNow, now }: SyncContext): Promise<number> {
  if (intercomNow() === null) await intercom.identifyAdmin();
  return Math.floor((intercomNow() ?? now()) / 1_000);
}
