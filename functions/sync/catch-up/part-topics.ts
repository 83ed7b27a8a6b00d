import * as z from 'zod';

/** What the parts before it leave a conversation in, as far as it decides the topic of the next one. */
type State = 'open' | 'closed' | 'snoozed';

export const partSchema = z.looseObject({
  id: z.union([z.string(), z.int().transform(String)]),
  part_type: z.string().nullish(),
  created_at: z.number(),
  author: z.looseObject({ type: z.string().nullish() }).nullish(),
});

export type Part = z.infer<typeof partSchema>;

type Side = 'contact' | 'admin' | 'bot';

/**
 * Part types that Intercom reports, and the topic by who wrote them. From the webhook topics' descriptions
 * (developers.intercom.com, "Webhook topics") and captured notifications; what is not here has no topic of its own.
 */
export const PART_TOPICS: Readonly<Record<string, Partial<Record<Side, string>>>> = {
  comment: {
    contact: 'conversation.user.replied',
    admin: 'conversation.admin.replied',
    bot: 'conversation.operator.replied',
  },
  // The customer's choice of an answer that was offered.
  quick_reply: { contact: 'conversation.user.replied' },
  note: { admin: 'conversation.admin.noted' },
  assignment: { admin: 'conversation.admin.assigned' },
  assign_and_reopen: { admin: 'conversation.admin.open.assigned' },
  close: { admin: 'conversation.admin.closed' },
  // A customer's reply opens what was closed or snoozed, and is of this type.
  open: { contact: 'conversation.user.replied', admin: 'conversation.admin.opened' },
  snoozed: { admin: 'conversation.admin.snoozed' },
  unsnoozed: { admin: 'conversation.admin.unsnoozed' },
};

/** The source of a conversation, which is no part, by who began it and how. */
export function topicOfSource(source: unknown): string | null {
  const read = sourceSchema.safeParse(source).data;
  if (read === undefined) return null;
  const side = sideOf(read.author?.type);
  if (side === 'contact') return 'conversation.user.created';
  return side === 'admin' && read.delivered_as === 'admin_initiated'
    ? 'conversation.admin.single.created'
    : null;
}

/** Each part with the topic under which Intercom reports it; null where it reports none. Parts oldest first. */
export function topicsOfParts(parts: readonly Part[]): { part: Part; topic: string | null }[] {
  let state: State = 'open';
  return parts.map((part) => {
    const side = sideOf(part.author?.type);
    const topic = side === null ? undefined : PART_TOPICS[part.part_type ?? '']?.[side];
    const unsnoozes = topic === 'conversation.admin.opened' && state === 'snoozed';
    state = stateAfter(part, state);
    return { part, topic: unsnoozes ? 'conversation.admin.unsnoozed' : (topic ?? null) };
  });
}

/** Every topic that catch-up can make. */
export const CAUGHT_UP_TOPICS: readonly string[] = [
  ...new Set([
    'conversation.user.created',
    'conversation.admin.single.created',
    ...Object.values(PART_TOPICS).flatMap((bySide) => Object.values(bySide)),
  ]),
];

const sourceSchema = z.object({
  delivered_as: z.string().nullish(),
  author: z.object({ type: z.string().nullish() }).nullish(),
});

const SIDES: Readonly<Record<string, Side>> = {
  user: 'contact',
  lead: 'contact',
  contact: 'contact',
  visitor: 'contact',
  admin: 'admin',
  team: 'admin',
  bot: 'bot',
  operator: 'bot',
};

function sideOf(type: string | null | undefined): Side | null {
  return SIDES[type ?? ''] ?? null;
}

function stateAfter({ part_type: type, author }: Part, before: State): State {
  if (type === 'close') return 'closed';
  if (type === 'snoozed') return 'snoozed';
  const opens = type === 'open' || type === 'assign_and_reopen' || type === 'unsnoozed';
  return opens || (type === 'comment' && sideOf(author?.type) === 'contact') ? 'open' : before;
}
