import * as z from 'zod';
import { identityOf } from '../../apply/identity-of.ts';
import type { ReadNotification } from '../../apply/read-notification.ts';
import type { Conversation } from '../../intercom/schemas/conversation.ts';
import { type Part, partSchema, topicOfSource, topicsOfParts } from './part-topics.ts';

/** A notification as the webhook would have brought it, and the identity under which it is recorded. */
export interface MissedNotification {
  notification: ReadNotification;
  identity: string;
  /** When it happened, in Unix seconds. */
  at: number;
}

export interface MissedOptions {
  appId: string;
  /** Topics that a rule listens to. */
  topics: ReadonlySet<string>;
  /** Unix seconds, both inclusive. */
  from: number;
  until: number;
}

/**
 * What should have been told of a conversation in a stretch of time, oldest first: one notification for its source
 * and each of its parts of which a rule wants to know. Its fields are those that the conversation has now, and its
 * one part is the one that it is about.
 */
export function notificationsOf(
  conversation: Conversation,
  { appId, topics, from, until }: MissedOptions,
): MissedNotification[] {
  const { raw } = conversation;
  const source = { topic: topicOfSource(raw['source']), at: conversation.createdAt, part: undefined };
  const parts = topicsOfParts(partsOf(raw)).map(({ part, topic }) => ({ topic, at: part.created_at, part }));
  return [source, ...parts].flatMap(({ topic, at, part }) => {
    if (topic === null || at === null || !topics.has(topic) || at < from || at > until) return [];
    const notification = notificationOf({ appId, topic, at }, raw, part);
    const subject = { type: 'conversation' as const, id: conversation.id };
    return [{ notification, identity: identityOf(notification, subject), at }];
  });
}

function notificationOf(
  { appId, topic, at }: { appId: string; topic: string; at: number },
  raw: Record<string, unknown>,
  part: Part | undefined,
): ReadNotification {
  const conversation_parts = {
    type: 'conversation_part.list',
    conversation_parts: part === undefined ? [] : [part],
    total_count: part === undefined ? 0 : 1,
  };
  const data = { type: 'notification_event_data', item: { ...raw, conversation_parts } };
  const notification = {
    type: 'notification_event',
    app_id: appId,
    // Intercom's own is not known; the identity needs none.
    id: null,
    topic,
    created_at: Math.floor(at),
    data,
  };
  return notification;
}

const partsSchema = z.object({
  conversation_parts: z.object({ conversation_parts: z.array(z.unknown()) }),
});

/** Oldest first, whatever their order was; what is no part is left out. */
function partsOf(raw: Record<string, unknown>): Part[] {
  const list = partsSchema.safeParse(raw).data?.conversation_parts.conversation_parts ?? [];
  return list
    .flatMap((part) => partSchema.safeParse(part).data ?? [])
    .toSorted((a, b) => a.created_at - b.created_at || Number(a.id) - Number(b.id));
}
