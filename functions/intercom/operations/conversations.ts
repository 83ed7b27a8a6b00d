import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { type Conversation, conversationSchema } from '../schemas/conversation.ts';

export type ConversationOperations = ReturnType<typeof conversationOperations>;

export function conversationOperations(call: Call) {
  return {
    /** With its newest 500 parts, texts as plain text. */
    retrieveConversation(conversationId: string, options?: CallOptions): Promise<Conversation> {
      return call(
        {
          operation: 'retrieveConversation',
          method: 'GET',
          path: ['conversations', conversationId],
          query: { display_as: 'plaintext' },
          repeat: 'idempotent',
        },
        conversationSchema,
        options,
      );
    },
  };
}
