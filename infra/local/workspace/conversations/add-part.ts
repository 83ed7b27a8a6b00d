import type { Core } from '../core.ts';
import type { Attachment, Author, Conversation, Part } from './conversation-store.ts';
import { toMessageHtml } from './message-html.ts';

export interface NewPart {
  readonly partType: string;
  readonly author: Author;
  readonly body?: string | null | undefined;
  readonly assignedTo?: Part['assignedTo'];
  readonly attachments?: readonly Attachment[] | undefined;
  /** Unix seconds; now unless given. */
  readonly createdAt?: number | undefined;
}

export function addPart(core: Core, conversation: Conversation, input: NewPart): Part {
  const { body, author } = input;
  const part: Part = {
    id: core.ids.next('part'),
    partType: input.partType,
    body: body === undefined || body === null ? null : toMessageHtml(body),
    createdAt: input.createdAt ?? core.now(),
    author,
    assignedTo: input.assignedTo ?? null,
    attachments: input.attachments ?? [],
    redacted: false,
  };
  conversation.parts.push(part);
  conversation.statistics.countParts += 1;
  if (author.type === 'admin' && !conversation.teammateIds.includes(author.id)) {
    conversation.teammateIds.push(author.id);
  }
  core.conversations.touch(conversation, Math.max(part.createdAt, core.now()));
  return part;
}
