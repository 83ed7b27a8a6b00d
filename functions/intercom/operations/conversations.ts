import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { type Conversation, conversationSchema } from '../schemas/conversation.ts';
import { type Page, page } from '../schemas/page.ts';
import { type SearchQuery, searchBody } from '../search-query.ts';

export type ConversationOperations = ReturnType<typeof conversationOperations>;

export function conversationOperations(call: Call) {
  return {
    /** With its newest 500 parts. Texts are plain unless `html` is asked for, as webhooks have them. */
    retrieveConversation(
      conversationId: string,
      { displayAs = 'plaintext', ...options }: CallOptions & { displayAs?: 'plaintext' | 'html' } = {},
    ): Promise<Conversation> {
      return call(
        {
          operation: 'retrieveConversation',
          method: 'GET',
          path: ['conversations', conversationId],
          query: { display_as: displayAs === 'html' ? undefined : displayAs },
          repeat: 'idempotent',
        },
        conversationSchema,
        options,
      );
    },

    /** Conversations without their parts. A POST that only reads, so it may be repeated. */
    searchConversations(search: SearchQuery, options?: CallOptions): Promise<Page<Conversation>> {
      return call(
        {
          operation: 'searchConversations',
          method: 'POST',
          path: ['conversations', 'search'],
          body: searchBody(search),
          repeat: 'idempotent',
        },
        page(conversationSchema, 'conversations'),
        options,
      );
    },
  };
}
