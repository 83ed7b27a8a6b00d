import * as z from 'zod';
import { type Call, idSchema, param, parseBody, type Route } from '../call.ts';
import { requireContact } from '../contacts/require-contact.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { queryPage } from '../search/page-options.ts';
import { type Page, paginate } from '../search/paginate.ts';
import { searchConversations } from '../search/search-conversations.ts';
import { attachmentsSchema } from './attachments.ts';
import type { Conversation } from './conversation-store.ts';
import { manage } from './manage.ts';
import { publishConversation } from './publish-conversation.ts';
import { renderConversation, renderConversationListItem } from './render-conversation.ts';
import { reply } from './reply.ts';
import { startConversation } from './start-conversation.ts';

const createSchema = z
  .object({
    from: z.object({ type: z.enum(['lead', 'user', 'contact']), id: idSchema }),
    body: z.string(),
    subject: z.string().optional(),
    created_at: z.int().optional(),
  })
  .and(attachmentsSchema);

const updateSchema = z.object({
  read: z.boolean().optional(),
  custom_attributes: z.record(z.string(), z.unknown()).optional(),
});

const LIST_PER_PAGE = 20;

export function conversationRoutes(core: Core): Route[] {
  return [
    {
      operation: 'listConversations',
      method: 'GET',
      path: '/conversations',
      handle: (call) =>
        renderConversations(
          core,
          paginate(core.conversations.byUpdate, () => true, queryPage(call, LIST_PER_PAGE)),
        ),
    },
    {
      operation: 'searchConversations',
      method: 'POST',
      path: '/conversations/search',
      handle: (call) => renderConversations(core, searchConversations(core, call.body)),
    },
    {
      operation: 'createConversation',
      method: 'POST',
      path: '/conversations',
      handle: (call) => createConversation(core, call.body),
    },
    {
      operation: 'retrieveConversation',
      method: 'GET',
      path: '/conversations/:conversation_id',
      handle: (call) => renderConversation(core, requireConversation(core, call), wantsPlaintext(call)),
    },
    {
      operation: 'updateConversation',
      method: 'PUT',
      path: '/conversations/:conversation_id',
      handle(call) {
        const conversation = requireConversation(core, call);
        updateConversation(core, conversation, call.body);
        return renderConversation(core, conversation, wantsPlaintext(call));
      },
    },
    {
      operation: 'replyConversation',
      method: 'POST',
      path: '/conversations/:conversation_id/reply',
      handle: (call) =>
        renderConversation(
          core,
          reply(core, (contactId) => findToReplyTo(core, call, contactId), call.body),
        ),
    },
    {
      operation: 'manageConversation',
      method: 'POST',
      path: '/conversations/:conversation_id/parts',
      handle: (call) => renderConversation(core, manage(core, requireConversation(core, call), call.body)),
    },
  ];
}

/** Without their parts, and under a name of their own: not `data`. */
function renderConversations(core: Core, { items, totalCount, pages }: Page<Conversation>) {
  return {
    type: 'conversation.list',
    conversations: items.map((conversation) => renderConversationListItem(core, conversation)),
    total_count: totalCount,
    pages,
  };
}

/** Schema `message`, not `conversation`: Intercom answers with the message that started it. */
function createConversation(core: Core, body: unknown) {
  const input = parseBody(createSchema, body);
  const conversation = startConversation(core, {
    contact: requireContact(core, input.from.id),
    body: input.body,
    subject: input.subject,
    attachments: input.attachments,
    createdAt: input.created_at,
  });
  return {
    type: 'user_message',
    id: conversation.source.id,
    created_at: conversation.createdAt,
    subject: input.subject ?? '',
    body: input.body,
    message_type: 'inapp',
    conversation_id: conversation.id,
  };
}

function updateConversation(core: Core, conversation: Conversation, body: unknown): void {
  const { read, custom_attributes } = parseBody(updateSchema, body);
  if (custom_attributes !== undefined) {
    conversation.customAttributes = { ...conversation.customAttributes, ...custom_attributes };
  }
  core.conversations.touch(conversation, core.now());
  if (read === undefined || read === conversation.read) return;
  conversation.read = read;
  if (read) publishConversation(core, 'conversation.read', conversation);
}

function requireConversation(core: Core, call: Call): Conversation {
  const conversation = core.conversations.find(param(call, 'conversation_id'));
  if (conversation === undefined) throw refuse.resourceNotFound();
  return conversation;
}

/** `last` stands for the contact's newest conversation. */
function findToReplyTo(core: Core, call: Call, contactId: string | undefined): Conversation {
  if (param(call, 'conversation_id') !== 'last') return requireConversation(core, call);
  const newest = core.conversations.byUpdate.items.findLast(
    ({ contactIds }) => contactId !== undefined && contactIds.includes(contactId),
  );
  if (newest === undefined) throw refuse.resourceNotFound();
  return newest;
}

function wantsPlaintext(call: Call): boolean {
  return call.query.get('display_as') === 'plaintext';
}
