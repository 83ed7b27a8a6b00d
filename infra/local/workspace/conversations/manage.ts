import * as z from 'zod';
import { idSchema, parseBody } from '../call.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { addPart } from './add-part.ts';
import type { Conversation, Part } from './conversation-store.ts';
import { publishConversation } from './publish-conversation.ts';
import { adminAuthor } from './reply.ts';
import { countHappening } from './statistics.ts';

const schema = z.discriminatedUnion('message_type', [
  z.object({ message_type: z.literal('close'), admin_id: idSchema, body: z.string().optional() }),
  z.object({ message_type: z.literal('open'), admin_id: idSchema }),
  z.object({ message_type: z.literal('snoozed'), admin_id: idSchema, snoozed_until: z.int() }),
  z.object({
    message_type: z.literal('assignment'),
    type: z.enum(['admin', 'team']).optional(),
    admin_id: idSchema,
    assignee_id: idSchema,
    body: z.string().optional(),
  }),
]);
type Assignment = Extract<z.infer<typeof schema>, { message_type: 'assignment' }>;

/** Assigning to this id takes the assignee away. */
const NOBODY = '0';

/** `POST /conversations/{id}/parts`: close, open, snooze or assign. */
export function manage(core: Core, conversation: Conversation, body: unknown): Conversation {
  const action = parseBody(schema, body);
  switch (action.message_type) {
    case 'close':
      return close(core, conversation, action.admin_id, action.body);
    case 'open':
      return open(core, conversation, action.admin_id);
    case 'snoozed':
      return snooze(core, conversation, action.admin_id, action.snoozed_until);
    default:
      return assign(core, conversation, action);
  }
}

function close(core: Core, conversation: Conversation, adminId: string, body: string | undefined) {
  const author = adminAuthor(core, adminId);
  const part = addPart(core, conversation, { partType: 'close', author, body });
  conversation.state = 'closed';
  conversation.snoozedUntil = null;
  conversation.waitingSince = null;
  countHappening(conversation.statistics, 'close', part.createdAt, author.id);
  publishConversation(core, 'conversation.admin.closed', conversation, { part });
  return conversation;
}

function open(core: Core, conversation: Conversation, adminId: string) {
  const wasSnoozed = conversation.state === 'snoozed';
  const part = addPart(core, conversation, { partType: 'open', author: adminAuthor(core, adminId) });
  if (conversation.state === 'closed')
    countHappening(conversation.statistics, 'reopen', part.createdAt, adminId);
  conversation.state = 'open';
  conversation.snoozedUntil = null;
  const topic = wasSnoozed ? 'unsnoozed' : 'opened';
  publishConversation(core, `conversation.admin.${topic}`, conversation, { part });
  return conversation;
}

function snooze(core: Core, conversation: Conversation, adminId: string, until: number) {
  const part = addPart(core, conversation, { partType: 'snoozed', author: adminAuthor(core, adminId) });
  conversation.state = 'snoozed';
  conversation.snoozedUntil = until;
  publishConversation(core, 'conversation.admin.snoozed', conversation, { part });
  return conversation;
}

function assign(core: Core, conversation: Conversation, action: Assignment) {
  const author = adminAuthor(core, action.admin_id);
  const assignedTo = assignee(core, action.assignee_id);
  const reopened = conversation.state !== 'open';
  const part = addPart(core, conversation, {
    partType: reopened ? 'assign_and_reopen' : 'assignment',
    author,
    body: action.body,
    assignedTo,
  });
  if (assignedTo.type !== 'team') conversation.adminAssigneeId = assignedTo.id;
  if (assignedTo.type !== 'admin') conversation.teamAssigneeId = assignedTo.id;
  conversation.state = 'open';
  conversation.snoozedUntil = null;
  countHappening(conversation.statistics, 'assignment', part.createdAt, author.id);
  const topic = reopened ? 'open.assigned' : 'assigned';
  publishConversation(core, `conversation.admin.${topic}`, conversation, { part });
  return conversation;
}

function assignee(core: Core, id: string): NonNullable<Part['assignedTo']> {
  if (id === NOBODY) return { type: 'nobody_admin', id: null };
  if (core.admins.find(id) !== undefined) return { type: 'admin', id };
  if (core.admins.findTeam(id) !== undefined) return { type: 'team', id };
  throw refuse.resourceNotFound();
}
