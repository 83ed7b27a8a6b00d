import * as z from 'zod';
import { parseBody } from '../call.ts';
import { publishConversation } from '../conversations/publish-conversation.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';

const schema = z.strictObject({
  title: z.string().nullable().optional(),
  priority: z.enum(['priority', 'not_priority']).optional(),
  rating: z.object({ rating: z.int().min(1).max(5), remark: z.string().default('') }).optional(),
});

/** What happens to a conversation outside of the API: in the inbox, and by the contact's rating. */
export function patchConversation(core: Core, id: string, body: unknown): void {
  const { title, priority, rating } = parseBody(schema, body);
  const conversation = core.conversations.find(id);
  if (conversation === undefined) throw refuse.resourceNotFound();
  core.conversations.touch(conversation, core.now());
  if (title !== undefined) conversation.title = title;
  if (priority !== undefined && priority !== conversation.priority) {
    conversation.priority = priority;
    publishConversation(core, 'conversation.priority.updated', conversation);
  }
  if (rating !== undefined) {
    conversation.rating = { ...rating, createdAt: core.now() };
    publishConversation(core, 'conversation.rating.added', conversation);
  }
}
