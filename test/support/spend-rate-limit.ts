import type { Clock } from '../../functions/intercom/clock.ts';
import { createGovernor } from '../../functions/intercom/rate-limit/governor.ts';
import type { RateLimitedApi } from './rate-limited-api.ts';

export interface Spending {
  clock: Clock;
  api: RateLimitedApi;
  calls: number;
  processes: number;
  /** Callers in each process, each with one call at a time. */
  callers: number;
  share?: number;
}

/** Several processes with a governor each spend from one limit until all calls are made. Returns how many were. */
export async function spendRateLimit({
  clock,
  api,
  calls,
  processes,
  callers,
  share = 1,
}: Spending): Promise<number> {
  let left = calls;
  let made = 0;

  async function process() {
    const governor = createGovernor({ clock, share });
    async function caller() {
      while (left > 0) {
        left--;
        for (let status = 429; status === 429; ) {
          const pass = await governor.enter({ operation: 'listTags', maxWaitMs: Number.POSITIVE_INFINITY });
          const answer = await api.call();
          pass.leave(answer.status, answer.reading);
          status = answer.status;
        }
        made++;
      }
    }
    await Promise.all(Array.from({ length: callers }, caller));
  }

  await Promise.all(Array.from({ length: processes }, process));
  return made;
}
