import type { Tagging } from '../tags/tagging.ts';
import { createUpdatedIndex, type UpdatedIndex } from '../updated-index.ts';
import type { Statistics } from './statistics.ts';

export interface Author {
  readonly type: 'user' | 'lead' | 'admin' | 'bot';
  readonly id: string;
  readonly name: string | null;
  readonly email: string;
}

export interface Attachment {
  readonly type: 'upload';
  readonly name: string;
  readonly url: string;
  readonly content_type: string;
  readonly filesize: number;
  readonly width: number;
  readonly height: number;
}

/** One entry of a conversation after its source. Times are unix seconds. */
export interface Part {
  readonly id: string;
  readonly partType: string;
  /** HTML. */
  body: string | null;
  readonly createdAt: number;
  readonly author: Author;
  readonly assignedTo: {
    readonly type: 'admin' | 'team' | 'nobody_admin';
    readonly id: string | null;
  } | null;
  readonly attachments: readonly Attachment[];
  redacted: boolean;
}

interface Rating {
  readonly rating: number;
  readonly remark: string;
  readonly createdAt: number;
}

export interface Conversation {
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly source: {
    readonly type: string;
    readonly id: string;
    readonly deliveredAs: string;
    readonly subject: string;
    /** HTML. */
    readonly body: string;
    /** The body in lower case and without its HTML: a search may read 100,000 of them. */
    readonly searchText: string;
    readonly author: Author;
    readonly attachments: readonly Attachment[];
    readonly url: string | null;
    readonly redacted: boolean;
  };
  title: string | null;
  contactIds: string[];
  /** Admins who wrote in it. */
  readonly teammateIds: string[];
  adminAssigneeId: string | null;
  teamAssigneeId: string | null;
  state: 'open' | 'closed' | 'snoozed';
  read: boolean;
  priority: 'priority' | 'not_priority';
  waitingSince: number | null;
  snoozedUntil: number | null;
  customAttributes: Record<string, unknown>;
  rating: Rating | null;
  readonly statistics: Statistics;
  readonly parts: Part[];
  readonly taggings: Tagging[];
}

export interface ConversationStore {
  readonly size: number;
  all(): Iterable<Conversation>;
  /** Oldest update first. */
  readonly byUpdate: UpdatedIndex<Conversation>;
  find(id: string): Conversation | undefined;
  add(conversation: Conversation): void;
  remove(conversation: Conversation): void;
  /** Moves `updated_at` forward, never back. */
  touch(conversation: Conversation, seconds: number): void;
}

export function createConversations(): ConversationStore {
  const byId = new Map<string, Conversation>();
  const byUpdate = createUpdatedIndex<Conversation>();
  return {
    get size() {
      return byId.size;
    },
    all: () => byId.values(),
    byUpdate,
    find: (id) => byId.get(id),
    add(conversation) {
      byId.set(conversation.id, conversation);
      byUpdate.add(conversation);
    },
    remove(conversation) {
      byId.delete(conversation.id);
      byUpdate.remove(conversation);
    },
    touch(conversation, seconds) {
      if (seconds <= conversation.updatedAt) return;
      byUpdate.remove(conversation);
      conversation.updatedAt = seconds;
      byUpdate.add(conversation);
    },
  };
}
