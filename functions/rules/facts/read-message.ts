/** What is derived from the message that triggered, and from all that customers wrote in the conversation. */

import { isObject, type JsonObject, property } from '../json.ts';
import { htmlToText } from '../text/html-to-text.ts';
import { detectLanguage } from '../text/language.ts';
import type { Facts } from './extract-facts.ts';
import { UNKNOWN } from './holding.ts';
import { isContactAuthor, type Message, partsOf } from './message.ts';

/** The value of a `message.*` field; `read` gives what it is derived from. */
export function readMessage(facts: Facts, field: string, read: (field: string) => unknown): unknown {
  switch (field) {
    case 'message.anywhere':
      return joined([read('message.subject'), read('message.text')]);
    case 'message.language':
      return language(read('message.text'));
    default:
      return facts.objects.message && ofMessage(facts.objects.message, field);
  }
}

function ofMessage(message: Message, field: string): unknown {
  switch (field) {
    case 'message.text':
      return joined(message.bodies.map(htmlToText));
    case 'message.subject':
      return typeof message.subject === 'string' ? htmlToText(message.subject) : undefined;
    case 'message.part_type':
      return message.partType ?? undefined;
    case 'message.has_attachments':
      return message.hasAttachments;
    case 'message.author':
      return message.author;
    default:
      return authorField(message.author, field);
  }
}

function authorField(author: JsonObject | undefined, field: string): unknown {
  return author && (property(author, field.slice('message.author.'.length)) ?? undefined);
}

/** Parts are joined by a line break; undefined where none says anything. */
function joined(texts: readonly unknown[]): string | undefined {
  const said = texts.filter((text) => typeof text === 'string' && text !== '');
  return said.length === 0 ? undefined : said.join('\n');
}

function language(text: unknown): string | undefined {
  return typeof text === 'string' ? detectLanguage(text) : undefined;
}

/** A notification carries the newest part alone: only the conversation as fetched says all. */
export function conversationText(facts: Facts): unknown {
  const { conversation } = facts.objects;
  if (conversation.state !== 'full' || !conversation.fetched) {
    return UNKNOWN;
  }
  const said = [conversation.object['source'], ...(partsOf(conversation.object) ?? [])].filter(
    (part): part is JsonObject => isObject(part) && isContactAuthor(part['author']),
  );
  return joined(said.map(({ body }) => (typeof body === 'string' ? htmlToText(body) : undefined)));
}
