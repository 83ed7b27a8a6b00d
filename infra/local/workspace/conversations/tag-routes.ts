import * as z from 'zod';
import { idSchema, param, parseBody, type Route } from '../call.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import { renderTag, renderTagBasic } from '../tags/render-tag.ts';
import { attach, detach } from '../tags/tagging.ts';
import type { Conversation } from './conversation-store.ts';
import { publishConversation } from './publish-conversation.ts';

const attachSchema = z.object({ id: idSchema, admin_id: idSchema });
const detachSchema = z.object({ admin_id: idSchema });

export function conversationTagRoutes(core: Core): Route[] {
  return [
    {
      operation: 'attachTagToConversation',
      method: 'POST',
      path: '/conversations/:conversation_id/tags',
      handle(call) {
        const body = parseBody(attachSchema, call.body);
        const conversation = requireConversation(core, param(call, 'conversation_id'));
        const admin = core.admins.require(body.admin_id);
        const tag = core.tags.find(body.id);
        if (tag === undefined) throw refuse.tagNotFound();
        const { tagging, changed } = attach(core, 'conversation', conversation, tag, admin.id);
        if (changed) {
          core.conversations.touch(conversation, core.now());
          publishConversation(core, 'conversation_part.tag.created', conversation, {
            extra: { tags_added: { type: 'tag.list', tags: [renderTagBasic(tag)] } },
          });
        }
        return renderTag(tag, tagging);
      },
    },
    {
      operation: 'detachTagFromConversation',
      method: 'DELETE',
      path: '/conversations/:conversation_id/tags/:tag_id',
      handle(call) {
        const body = parseBody(detachSchema, call.body);
        const conversation = requireConversation(core, param(call, 'conversation_id'));
        const admin = core.admins.require(body.admin_id);
        const tag = core.tags.find(param(call, 'tag_id'));
        if (tag === undefined) throw refuse.tagNotFound();
        const removed = detach(core, 'conversation', conversation, tag, admin.id);
        // No webhook: Intercom has no topic for a conversation that lost a tag.
        if (removed !== undefined) core.conversations.touch(conversation, core.now());
        return renderTag(tag, removed);
      },
    },
  ];
}

function requireConversation(core: Core, id: string): Conversation {
  const conversation = core.conversations.find(id);
  if (conversation === undefined) throw refuse.conversationNotFound();
  return conversation;
}
