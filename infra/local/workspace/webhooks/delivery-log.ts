import type { Notification } from './notification.ts';
import type { Answer } from './send.ts';

/** One attempt to deliver, or the reason for none. */
interface DeliveryEntry {
  readonly id: string | null;
  readonly topic: string;
  /** Counts from 1; 0 where nothing was sent. */
  readonly attempt: number;
  readonly outcome: Answer | { readonly dropped: string };
}

export interface DeliveryLog {
  /** The newest, oldest first. */
  entries(): readonly DeliveryEntry[];
  add(notification: Notification, attempt: number, outcome: DeliveryEntry['outcome']): void;
  clear(): void;
}

/** So that a long run does not fill the memory. */
const KEPT = 10_000;

export function createDeliveryLog(): DeliveryLog {
  let entries: DeliveryEntry[] = [];
  return {
    entries: () => entries,
    add({ id, topic }, attempt, outcome) {
      entries.push({ id, topic, attempt, outcome });
      if (entries.length > 2 * KEPT) entries = entries.slice(-KEPT);
    },
    clear() {
      entries = [];
    },
  };
}
