import { idText } from '../rules/json.ts';
import type { Notification } from '../rules/model.ts';
import { sortableId } from './sortable-id.ts';

/** The id of the newest conversation or ticket part that a notification carries; ids grow with time. */
export function newestPartId(notification: Notification): string | null {
  const item = notification.data?.item;
  const ids = [...partIds(item, 'conversation'), ...partIds(item, 'ticket')];
  return ids.toSorted((a, b) => (sortableId(a) < sortableId(b) ? -1 : 1)).at(-1) ?? null;
}

/** Of `conversation_parts: { conversation_parts: […] }` and the same of tickets. */
function partIds(item: unknown, type: 'conversation' | 'ticket'): string[] {
  const list = field(field(item, `${type}_parts`), `${type}_parts`);
  if (!Array.isArray(list)) return [];
  return list.map((part) => idText(field(part, 'id'))).filter((id) => id !== null);
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
