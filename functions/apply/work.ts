import type { NotificationRecord } from '../store/record.ts';
import type { ApplyDeps, Delivery } from './apply-deps.ts';
import type { CallCount } from './count-calls.ts';

/** One message in the making; `record` is what is known of its record so far. */
export interface Work extends CallCount {
  deps: ApplyDeps;
  delivery: Delivery;
  /** Unix ms. */
  startedAt: number;
  /** Unix ms at which the worker is ended, whatever it does. */
  endsAt: number;
  /** Nothing else is under way in this worker. */
  alone: boolean;
  record: NotificationRecord | null;
}
