/** The message that triggered a notification, before its HTML is read. */

import { isObject, type JsonObject, listItems } from '../json.ts';

export interface Message {
  /** Bodies in order, HTML or plain; without empty ones. */
  bodies: string[];
  subject: unknown;
  /** Of the newest part that has a body, else of the newest. */
  author: JsonObject | undefined;
  partType: unknown;
  hasAttachments: boolean;
}

/** What the notification's item, and the conversation if it was fetched, say about the message. */
export interface MessageSource {
  topic: string;
  item: JsonObject | undefined;
  /** The conversation as the API returned it. */
  fetched: JsonObject | undefined;
}

/** The triggering message; undefined where there is none, as when a conversation is read. */
export function messageOf({ topic, item, fetched }: MessageSource): Message | undefined {
  const scheduled = topic.startsWith('schedule:');
  if (opensConversation.has(topic)) {
    return fromSource(item?.['source'] ?? fetched?.['source']);
  }
  if (scheduled) {
    const conversation = fetched ?? item;
    const parts = partsOf(conversation) ?? [];
    return parts.length === 0 ? fromSource(conversation?.['source']) : fromNewest(parts);
  }
  const parts = triggeringParts(item);
  return parts === undefined ? fromNewest(partsOf(fetched) ?? []) : fromParts(parts);
}

/** The parts of a conversation or a ticket, undefined where it does not say. */
export function partsOf(object: JsonObject | undefined): JsonObject[] | undefined {
  const list = object?.['conversation_parts'] ?? object?.['ticket_parts'];
  return listItems(list)?.filter(isObject);
}

/** Whether a message's author is a person on the customer's side. */
export function isContactAuthor(author: unknown): author is JsonObject {
  return isObject(author) && typeof author['type'] === 'string' && contactTypes.has(author['type']);
}

/** Their message is the conversation's source, which has no part type. */
export const opensConversation: ReadonlySet<string> = new Set([
  'conversation.user.created',
  'conversation.admin.single.created',
]);

const contactTypes: ReadonlySet<string> = new Set(['user', 'lead', 'contact', 'visitor']);

/** `ticket.note.created` carries its note beside the whole ticket, and a redaction may carry the bare part. */
function triggeringParts(item: JsonObject | undefined): JsonObject[] | undefined {
  const bare = [item?.['ticket_part'], item?.['conversation_part'], item].find(
    (each) => isObject(each) && (each['type'] === 'conversation_part' || each['type'] === 'ticket_part'),
  );
  if (isObject(bare)) {
    return [bare];
  }
  const ticket = item?.['ticket'];
  return partsOf(item) ?? (isObject(ticket) ? partsOf(ticket) : undefined);
}

function fromSource(source: unknown): Message | undefined {
  return isObject(source)
    ? { ...fromPart(source), subject: source['subject'], bodies: bodyOf(source) }
    : undefined;
}

function fromNewest(parts: readonly JsonObject[]): Message | undefined {
  const newest = parts.findLast((part) => bodyOf(part).length > 0);
  return newest && fromParts([newest]);
}

function fromParts(parts: readonly JsonObject[]): Message | undefined {
  const speaking = parts.findLast((part) => bodyOf(part).length > 0) ?? parts.at(-1);
  return (
    speaking && {
      ...fromPart(speaking),
      bodies: parts.flatMap(bodyOf),
      hasAttachments: parts.some(hasAttachments),
    }
  );
}

function fromPart(part: JsonObject): Message {
  const author = part['author'];
  const email = part['email_message_metadata'];
  return {
    bodies: bodyOf(part),
    subject: isObject(email) ? email['subject'] : undefined,
    author: isObject(author) ? author : undefined,
    partType: part['part_type'],
    hasAttachments: hasAttachments(part),
  };
}

function bodyOf(part: JsonObject): string[] {
  const body = part['body'];
  return typeof body === 'string' && body.trim() !== '' ? [body] : [];
}

function hasAttachments(part: JsonObject): boolean {
  return (listItems(part['attachments']) ?? []).length > 0;
}
