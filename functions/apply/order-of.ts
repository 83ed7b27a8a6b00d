import type { Notification } from '../rules/model.ts';
import { newestPartId } from './newest-part-id.ts';
import { sortableId } from './sortable-id.ts';

/**
 * Where a notification stands in time, as text that compares as its parts do: `created_at`, then the part's
 * id as a number, then the notification's id. Our own clocks take no part, since deliveries come in any
 * order.
 */
export function orderOf(notification: Notification): string {
  const seconds = String(Math.max(0, Math.trunc(notification.created_at ?? 0))).padStart(12, '0');
  return `${seconds}#${sortableId(newestPartId(notification) ?? '')}#${notification.id ?? ''}`;
}
