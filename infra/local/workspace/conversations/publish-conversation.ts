import type { Core } from '../core.ts';
import { renderTagsBasicOf } from '../tags/render-tag.ts';
import type { Conversation, Part } from './conversation-store.ts';
import {
  renderContacts,
  renderConversationListItem,
  renderPart,
  renderRating,
} from './render-conversation.ts';
import { renderStatisticsItem } from './render-statistics.ts';

interface ConversationEvent {
  /** The part that this is about: a notification carries no other. */
  readonly part?: Part;
  /** What this topic's item has besides. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export function publishConversation(
  core: Core,
  topic: string,
  conversation: Conversation,
  event: ConversationEvent = {},
): void {
  core.publish(topic, () => renderConversationItem(core, conversation, event));
}

/**
 * A conversation as webhooks carry it: thin contacts, only the part that triggered it, `teammates.admins` for
 * REST's `teammates.teammates`, no `applied_*` on tags, ISO times in the statistics but unix seconds above them.
 */
function renderConversationItem(core: Core, conversation: Conversation, { part, extra }: ConversationEvent) {
  return {
    ...renderConversationListItem(core, conversation),
    contacts: { type: 'contact.list', contacts: renderContacts(core, conversation) },
    first_contact_reply:
      conversation.statistics.firstContactReplyAt === null
        ? null
        : { created_at: conversation.statistics.firstContactReplyAt, type: 'conversation', url: null },
    tags: { type: 'tag.list', tags: renderTagsBasicOf(core, conversation) },
    teammates: {
      type: 'admin.list',
      admins: conversation.teammateIds.map((id) => ({ type: 'admin', id })),
    },
    statistics: renderStatisticsItem(conversation),
    conversation_rating: renderRating(core, conversation),
    sla_applied: null,
    ai_agent: null,
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: part === undefined ? [] : [{ ...renderPart(part), assigned_to: part.assignedTo }],
      total_count: part === undefined ? 0 : 1,
    },
    ...extra,
  };
}
