import { canary } from './log-leaks.ts';

/**
 * A reply of a user in a conversation, as Intercom sends it: the triggering part alone. What no test is about is a
 * canary that no log line may hold: names, an attribute, and the history that the mail quotes.
 */
export function aReply(fields: {
  appId: string;
  conversationId: string;
  contactId?: string;
  body: string;
  id?: string;
  partId?: string;
  createdAt?: number;
  tags?: { id: string; name: string }[];
}): Record<string, unknown> {
  const { conversationId, contactId = 'contact-1', partId = '1001', createdAt = 1_767_787_200 } = fields;
  return {
    type: 'notification_event',
    app_id: fields.appId,
    id: fields.id ?? 'notif_1',
    topic: 'conversation.user.replied',
    created_at: createdAt,
    data: {
      type: 'notification_event_data',
      item: {
        type: 'conversation',
        id: conversationId,
        state: 'open',
        custom_attributes: { [canary]: canary },
        tags: { type: 'tag.list', tags: fields.tags ?? [] },
        contacts: { type: 'contact.list', contacts: [{ type: 'contact', id: contactId, name: canary }] },
        conversation_parts: {
          type: 'conversation_part.list',
          conversation_parts: [
            {
              type: 'conversation_part',
              id: partId,
              part_type: 'comment',
              body: `<p>${fields.body}</p><blockquote>${canary}</blockquote>`,
              author: { type: 'user', id: contactId, name: canary },
            },
          ],
        },
      },
    },
  };
}
