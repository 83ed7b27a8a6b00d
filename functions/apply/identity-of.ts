import type { Target } from '../rules/model.ts';
import { newestPartId } from './newest-part-id.ts';
import type { ReadNotification } from './read-notification.ts';

/**
 * A notification's natural identity, the same however it reached us: topic, subject, and the newest part
 * that it carries. `conversation.user.created` and `…admin.single.created` come once for a conversation.
 * Where there is no part, the time of the event and the notification's id: catch-up makes none of these,
 * and two events of one second must stay two. A source's webhook has its sender's id, or one of its body; an object
 * of a scheduled run that run's tick.
 */
export function identityOf(notification: ReadNotification, about: Target | null): string {
  const { topic } = notification;
  if (topic.startsWith('source:')) return `${topic}/${notification.id ?? 'none'}`;
  // Its id is the tick's, so that a run that is repeated finds what it did.
  if (topic.startsWith('schedule:') && about !== null) {
    return `${topic}/${about.type}:${about.id}/${notification.id ?? 'none'}`;
  }
  const event = `at:${notification.created_at ?? 0}:${notification.id ?? 'none'}`;
  if (about === null) return `${topic}/${event}`;

  const subject = `${topic}/${about.type}:${about.id}`;
  const part = changesNoPart.has(topic) ? null : newestPartId(notification);
  if (part !== null) return `${subject}/part:${part}`;
  return beginnings.has(topic) ? `${subject}/source` : `${subject}/${event}`;
}

const beginnings = new Set(['conversation.user.created', 'conversation.admin.single.created']);

/** These may carry a part that is older than they are: two of them would be taken for one. */
const changesNoPart = new Set([
  'conversation_part.tag.created',
  'conversation_part.redacted',
  'conversation.read',
  'conversation.priority.updated',
  'conversation.rating.added',
  'conversation.contact.attached',
  'conversation.contact.detached',
]);
