/** Which Intercom object a notification is about, whatever shape its item came in. Imports no package. */

import { idText, isObject, type JsonObject } from './json.ts';
import type { Notification, Target, TargetType } from './model.ts';
import { subjectTypes } from './topics.ts';

/**
 * The object that the notification is about, its id as text. Null for topics without a subject, for unknown topics
 * and for items that name no id. Shapes that Intercom sends: the object itself; the object under its own name
 * (`contact_tag`, `contact_subscribe`, `company.contact.*`, `ticket.*` of 2.15+); `conversation.contact.*`, whose
 * conversation is an internal model with a numeric id; a conversation part that names its conversation.
 */
export function subjectOf(notification: Notification): Target | null {
  if (notification.topic.startsWith('source:')) {
    return notification.subject ?? null;
  }
  const type = subjectTypes.get(notification.topic);
  return type ? objectIn(type, notification.data?.item) : null;
}

/** What a `*.deleted` or `contact.archived` notification is about: nothing to tag, yet one queue group and one log. */
export function objectOf(notification: Notification): Target | null {
  const subject = subjectOf(notification);
  const prefix = notification.topic.split('.')[0];
  const type = types.find((each) => each === prefix);
  return subject ?? (type ? objectIn(type, notification.data?.item) : null);
}

const types: readonly TargetType[] = ['conversation', 'contact', 'company', 'ticket'];

function objectIn(type: TargetType, item: unknown): Target | null {
  if (!isObject(item)) {
    return null;
  }
  const id = idWithin(type, item);
  return id === null ? null : { type, id };
}

function idWithin(type: TargetType, item: JsonObject): string | null {
  const nested = item[type];
  if (isObject(nested)) {
    const model = nested['model'];
    const id = idText(nested['id']) ?? (isObject(model) ? idText(model['id']) : null);
    if (id !== null) {
      return id;
    }
  }
  const own = item['type'] === undefined || item['type'] === type ? idText(item['id']) : null;
  // A ticket's `ticket_id` and a company's `company_id` are not the API's ids.
  return own ?? (type === 'conversation' || type === 'contact' ? idText(item[`${type}_id`]) : null);
}
