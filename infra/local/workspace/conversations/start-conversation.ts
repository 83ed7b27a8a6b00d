import type { Contact } from '../contacts/contact-store.ts';
import { renderContactAuthor } from '../contacts/render-contact.ts';
import type { Core } from '../core.ts';
import type { Attachment, Conversation } from './conversation-store.ts';
import { toMessageHtml, toPlaintext } from './message-html.ts';
import { publishConversation } from './publish-conversation.ts';
import { blankStatistics, countHappening } from './statistics.ts';

/** What the API lets a contact say, and what other channels add to it (the emulator's own `/_workspace/inbound`). */
export interface NewConversation {
  readonly contact: Contact;
  readonly body: string;
  readonly subject?: string | undefined;
  readonly sourceType?: string | undefined;
  readonly url?: string | null | undefined;
  readonly attachments?: readonly Attachment[] | undefined;
  readonly customAttributes?: Readonly<Record<string, unknown>> | undefined;
  /** Unix seconds; now unless given. */
  readonly createdAt?: number | undefined;
}

export function startConversation(core: Core, input: NewConversation): Conversation {
  const createdAt = input.createdAt ?? core.now();
  const body = toMessageHtml(input.body);
  const conversation: Conversation = {
    id: core.ids.next('conversation'),
    createdAt,
    updatedAt: createdAt,
    source: {
      type: input.sourceType ?? 'conversation',
      id: core.ids.next('message'),
      deliveredAs: 'customer_initiated',
      subject: input.subject ?? '',
      body,
      searchText: toPlaintext(body).toLowerCase(),
      author: renderContactAuthor(input.contact),
      attachments: input.attachments ?? [],
      url: input.url ?? null,
      redacted: false,
    },
    title: null,
    contactIds: [input.contact.id],
    teammateIds: [],
    adminAssigneeId: null,
    teamAssigneeId: null,
    state: 'open',
    read: false,
    priority: 'not_priority',
    waitingSince: createdAt,
    snoozedUntil: null,
    customAttributes: { ...input.customAttributes },
    rating: null,
    statistics: blankStatistics(),
    parts: [],
    taggings: [],
  };
  countHappening(conversation.statistics, 'contact_reply', createdAt, null);
  input.contact.lastRepliedAt = createdAt;
  core.conversations.add(conversation);
  publishConversation(core, 'conversation.user.created', conversation);
  return conversation;
}
