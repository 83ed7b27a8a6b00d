import { idText, isObject, listItems } from '../../rules/json.ts';
import type { Notification } from '../../rules/model.ts';

/** The ids of the conversation parts that a notification carries, the item itself where it is one. */
export function partsIn({ data }: Notification): string[] {
  const item = data?.item;
  if (item === undefined) return [];
  const own = item['type'] === 'conversation_part' ? [item] : [];
  const parts = [...own, item['conversation_part'], ...(listItems(item['conversation_parts']) ?? [])];
  return parts.map((part) => (isObject(part) ? idText(part['id']) : null)).filter((id) => id !== null);
}
