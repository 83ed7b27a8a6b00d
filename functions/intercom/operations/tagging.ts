import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { list } from '../schemas/lenient.ts';
import { type Tag, tagSchema } from '../schemas/tag.ts';

export interface TagOnContact {
  contactId: string;
  tagId: string;
}

export interface TagOnConversation {
  conversationId: string;
  tagId: string;
  /** In whose name: Intercom requires it. */
  adminId: string;
}

export interface TagOnTicket {
  /** The API's `id`, not the `ticket_id` that the inbox shows. */
  ticketId: string;
  tagId: string;
  adminId: string;
}

export type TaggingOperations = ReturnType<typeof taggingOperations>;

/**
 * Tags on one object. All of these are safe to repeat: attaching twice leaves one tag, and detaching what is
 * not attached answers 200 with `applied_at: null` (Intercom-OpenAPI#360).
 */
export function taggingOperations(call: Call) {
  return {
    /** All tags of a contact: this list has no pages, while the contact itself embeds at most ten. */
    listTagsForAContact(contactId: string, options?: CallOptions): Promise<Tag[]> {
      const path = ['contacts', contactId, 'tags'];
      return call(
        { operation: 'listTagsForAContact', method: 'GET', path, repeat: 'idempotent' },
        list(tagSchema),
        options,
      );
    },

    attachTagToContact({ contactId, tagId }: TagOnContact, options?: CallOptions): Promise<Tag> {
      const path = ['contacts', contactId, 'tags'];
      return call(
        { operation: 'attachTagToContact', method: 'POST', path, body: { id: tagId }, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    detachTagFromContact({ contactId, tagId }: TagOnContact, options?: CallOptions): Promise<Tag> {
      const path = ['contacts', contactId, 'tags', tagId];
      return call(
        { operation: 'detachTagFromContact', method: 'DELETE', path, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    attachTagToConversation(target: TagOnConversation, options?: CallOptions): Promise<Tag> {
      const path = ['conversations', target.conversationId, 'tags'];
      const body = { id: target.tagId, admin_id: target.adminId };
      return call(
        { operation: 'attachTagToConversation', method: 'POST', path, body, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    /** The admin goes in a JSON body, although this is a DELETE. */
    detachTagFromConversation(target: TagOnConversation, options?: CallOptions): Promise<Tag> {
      const path = ['conversations', target.conversationId, 'tags', target.tagId];
      const body = { admin_id: target.adminId };
      return call(
        { operation: 'detachTagFromConversation', method: 'DELETE', path, body, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    attachTagToTicket({ ticketId, tagId, adminId }: TagOnTicket, options?: CallOptions): Promise<Tag> {
      const path = ['tickets', ticketId, 'tags'];
      const body = { id: tagId, admin_id: adminId };
      return call(
        { operation: 'attachTagToTicket', method: 'POST', path, body, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    /** The admin goes in a JSON body, although this is a DELETE. */
    detachTagFromTicket({ ticketId, tagId, adminId }: TagOnTicket, options?: CallOptions): Promise<Tag> {
      const path = ['tickets', ticketId, 'tags', tagId];
      const body = { admin_id: adminId };
      return call(
        { operation: 'detachTagFromTicket', method: 'DELETE', path, body, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },
  };
}
