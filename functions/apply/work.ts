import type { NotificationRecord } from '../store/record.ts';
import type { ApplyDeps, Delivery } from './apply-deps.ts';

/** One message in the making; `record` is what is known of its record so far. */
export interface Work {
  deps: ApplyDeps;
  delivery: Delivery;
  /** Unix ms. */
  startedAt: number;
  record: NotificationRecord | null;
}
