import * as z from 'zod';
import { idSchema, parseBody } from '../call.ts';
import type { Contact } from '../contacts/contact-store.ts';
import { renderContactAuthor } from '../contacts/render-contact.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { addPart } from './add-part.ts';
import { attachmentsSchema } from './attachments.ts';
import type { Author, Conversation } from './conversation-store.ts';
import { publishConversation } from './publish-conversation.ts';
import { countHappening } from './statistics.ts';

const contactReplySchema = z
  .object({
    message_type: z.literal('comment'),
    type: z.literal('user'),
    body: z.string(),
    intercom_user_id: idSchema.optional(),
    user_id: idSchema.optional(),
    email: z.string().optional(),
    created_at: z.int().optional(),
  })
  .and(attachmentsSchema);

const adminReplySchema = z
  .object({
    message_type: z.enum(['comment', 'note']),
    type: z.literal('admin'),
    admin_id: idSchema,
    body: z.string(),
    created_at: z.int().optional(),
  })
  .and(attachmentsSchema);

const replierSchema = z.object({ type: z.enum(['user', 'admin']) });

/** `POST /conversations/{id}/reply`: a comment by a contact, or a comment or note by an admin. */
export function reply(core: Core, find: (contactId?: string) => Conversation, body: unknown): Conversation {
  return parseBody(replierSchema, body).type === 'user'
    ? replyAsContact(core, find, parseBody(contactReplySchema, body))
    : replyAsAdmin(core, find(), parseBody(adminReplySchema, body));
}

function replyAsContact(
  core: Core,
  find: (contactId?: string) => Conversation,
  body: z.infer<typeof contactReplySchema>,
): Conversation {
  const contact = findReplier(core, body);
  const conversation = find(contact.id);
  const reopened = conversation.state !== 'open';
  const part = addPart(core, conversation, {
    // A reply to what was closed or snoozed is of the part type `open`.
    partType: reopened ? 'open' : 'comment',
    author: renderContactAuthor(contact),
    body: body.body,
    attachments: body.attachments,
    createdAt: body.created_at,
  });
  if (reopened) countHappening(conversation.statistics, 'reopen', part.createdAt, null);
  countHappening(conversation.statistics, 'contact_reply', part.createdAt, null);
  conversation.state = 'open';
  conversation.snoozedUntil = null;
  conversation.read = false;
  conversation.waitingSince ??= part.createdAt;
  contact.lastRepliedAt = part.createdAt;
  publishConversation(core, 'conversation.user.replied', conversation, { part });
  return conversation;
}

function replyAsAdmin(
  core: Core,
  conversation: Conversation,
  body: z.infer<typeof adminReplySchema>,
): Conversation {
  const author = adminAuthor(core, body.admin_id);
  const part = addPart(core, conversation, {
    partType: body.message_type,
    author,
    body: body.body,
    attachments: body.attachments,
    createdAt: body.created_at,
  });
  if (body.message_type === 'comment') {
    countHappening(conversation.statistics, 'admin_reply', part.createdAt, author.id);
    conversation.waitingSince = null;
  }
  const topic = body.message_type === 'note' ? 'noted' : 'replied';
  publishConversation(core, `conversation.admin.${topic}`, conversation, { part });
  return conversation;
}

/** Who signs what an admin does in a conversation. */
export function adminAuthor(core: Core, adminId: string): Author {
  const { id, name, email } = core.admins.require(adminId);
  return { type: 'admin', id, name, email };
}

function findReplier(core: Core, body: z.infer<typeof contactReplySchema>): Contact {
  if (body.intercom_user_id === undefined && body.user_id === undefined && body.email === undefined) {
    throw refuse.parameterNotFound('intercom_user_id');
  }
  const contact =
    (body.intercom_user_id && core.contacts.find(body.intercom_user_id)) ||
    (body.user_id && core.contacts.findByExternalId(body.user_id)) ||
    (body.email && core.contacts.findByEmail(body.email)) ||
    undefined;
  if (contact === undefined) throw refuse.userNotFound();
  return contact;
}
