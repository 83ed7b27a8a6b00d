import { renderContactReference } from '../contacts/render-contact.ts';
import type { Core } from '../core.ts';
import { renderTagsOf } from '../tags/render-tag.ts';
import type { Conversation, Part } from './conversation-store.ts';
import { toPlaintext } from './message-html.ts';
import { renderStatistics } from './render-statistics.ts';

/** "If you have more than that we will return the 500 most recent conversation parts." */
const MOST_PARTS = 500;

/**
 * Schema `conversation_list_item`: what lists and searches give. The properties that the description allows to be
 * missing but not to be null are left out where there is nothing to say (docs/adr/0025).
 */
export function renderConversationListItem(core: Core, conversation: Conversation, plaintext = false) {
  const { statistics } = conversation;
  return {
    type: 'conversation',
    id: conversation.id,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    waiting_since: conversation.waitingSince,
    snoozed_until: conversation.snoozedUntil,
    source: renderSource(conversation, plaintext),
    contacts: { type: 'contact.list', contacts: renderContacts(core, conversation) },
    ...(statistics.firstContactReplyAt === null
      ? {}
      : {
          first_contact_reply: {
            created_at: statistics.firstContactReplyAt,
            type: 'conversation',
            url: null,
          },
        }),
    admin_assignee_id: asNumber(conversation.adminAssigneeId),
    team_assignee_id: asNumber(conversation.teamAssigneeId),
    open: conversation.state !== 'closed',
    state: conversation.state,
    read: conversation.read,
    tags: { type: 'tag.list', tags: renderTagsOf(core, conversation) },
    priority: conversation.priority,
    statistics: renderStatistics(conversation),
    ...(conversation.rating === null ? {} : { conversation_rating: renderRating(core, conversation) }),
    teammates: {
      type: 'admin.list',
      teammates: conversation.teammateIds.map((id) => ({ type: 'admin', id })),
    },
    title: conversation.title,
    custom_attributes: conversation.customAttributes,
    topics: {},
    ticket: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent_participated: false,
  };
}

/** Schema `conversation`: the same with its newest parts. */
export function renderConversation(core: Core, conversation: Conversation, plaintext = false) {
  const newest = conversation.parts.slice(-MOST_PARTS);
  return {
    ...renderConversationListItem(core, conversation, plaintext),
    conversation_parts: {
      type: 'conversation_part.list',
      conversation_parts: newest.map((part) => renderPart(part, plaintext)),
      total_count: conversation.parts.length,
    },
  };
}

export function renderPart(part: Part, plaintext = false) {
  return {
    type: 'conversation_part',
    id: part.id,
    part_type: part.partType,
    body: plaintext && part.body !== null ? toPlaintext(part.body) : part.body,
    created_at: part.createdAt,
    updated_at: part.createdAt,
    notified_at: part.createdAt,
    ...(part.assignedTo === null ? {} : { assigned_to: part.assignedTo }),
    author: part.author,
    attachments: part.attachments,
    external_id: null,
    redacted: part.redacted,
  };
}

function renderSource({ source }: Conversation, plaintext = false) {
  return {
    type: source.type,
    id: source.id,
    delivered_as: source.deliveredAs,
    subject: source.subject,
    body: plaintext ? toPlaintext(source.body) : source.body,
    author: source.author,
    attachments: source.attachments,
    url: source.url,
    redacted: source.redacted,
  };
}

export function renderContacts(core: Core, conversation: Conversation) {
  return conversation.contactIds.map((id) => {
    const contact = core.contacts.find(id);
    return contact === undefined
      ? { type: 'contact', id, external_id: null }
      : renderContactReference(contact);
  });
}

export function renderRating(core: Core, { rating, contactIds, adminAssigneeId }: Conversation) {
  if (rating === null) return null;
  return {
    rating: rating.rating,
    remark: rating.remark,
    created_at: rating.createdAt,
    contact: { type: 'contact', id: contactIds[0] ?? '' },
    teammate: { type: 'admin', id: adminAssigneeId ?? core.admins.me.id },
  };
}

/** Assignees are integers in conversations, strings in tickets. */
function asNumber(id: string | null): number | null {
  return id === null ? null : Number(id);
}
