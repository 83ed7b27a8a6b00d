import { classifyFailure } from '../../apply/classify-failure.ts';
import { IntercomResponseError } from '../../intercom/errors/intercom-response-error.ts';
import { isNotFound } from '../../intercom/errors/is-not-found.ts';
import type { Conversation } from '../../intercom/schemas/conversation.ts';
import { pack } from '../../platform/pack.ts';
import { queueId } from '../../platform/queue-id.ts';
import type { Reported } from '../../store/reported.ts';
import { inParallel } from '../in-parallel.ts';
import type { StepEnd, SyncContext } from '../sync-step.ts';
import { type MissedNotification, notificationsOf } from './missed-notifications.ts';

/** Catch-up at work. Times are Unix seconds by Intercom's clock. */
export interface CatchUp {
  context: SyncContext;
  reported: Reported;
  /** Topics that a rule listens to, of those that catch-up makes. */
  topics: ReadonlySet<string>;
  /** Conversations that changed before are none of this run's. */
  from: number;
  /** Nor are parts from before this. */
  partsFrom: number;
  /** What is younger may still be on its way. */
  until: number;
  /** Conversations of this run that Intercom would not give. */
  unread: string[];
  /** Keeps in mind that notifications were lost, before the first is made up for. */
  noteLoss(): Promise<void>;
}

/** Conversations fetched at once. */
const fetchesAtOnce = 10;
/** Of a run. Where more cannot be read, it is not for them. */
const mostUnread = 10;

/**
 * Fetches each conversation, once, and sends on what has no record. A mark keeps it from being fetched again. One that
 * cannot be read keeps no other waiting: it is noted, and the run fails at its end.
 */
export async function seeTo(work: CatchUp, ids: readonly string[]): Promise<StepEnd> {
  const { context, reported } = work;
  let end: StepEnd = 'done';
  // After a kill, this page comes again, and those that were seen to with it.
  const seen = await reported.seen('conversation', ids);
  const left = ids.filter((id) => (seen.get(id)?.until ?? 0) < work.until);
  await inParallel(left, fetchesAtOnce, async (id) => {
    if (context.isOutOfTime()) {
      end = 'out_of_time';
      return;
    }
    try {
      const conversation = await fetchConversation(work, id);
      if (conversation !== null) await sendMissed(work, conversation, seen.get(id)?.missedFrom ?? null);
      await reported.markSeen({ type: 'conversation', id }, work.until);
    } catch (error) {
      if (!isOfOneConversation(error) || work.unread.length >= mostUnread) throw error;
      if (!work.unread.includes(id)) work.unread.push(id);
      context.count('unread');
      context.log.warn('a conversation cannot be read', { conversation: id }, error);
    }
  });
  return end;
}

/** Of what Intercom answers to this call and to no other. */
function isOfOneConversation(error: unknown): boolean {
  return error instanceof IntercomResponseError && classifyFailure(error).kind !== 'token_refused';
}

async function fetchConversation({ context }: CatchUp, id: string): Promise<Conversation | null> {
  context.count('fetched');
  try {
    // As webhooks have it: the rules read HTML.
    return await context.intercom.retrieveConversation(id, { displayAs: 'html' });
  } catch (error) {
    // Deleted since the search.
    if (isNotFound(error)) return null;
    throw error;
  }
}

/** `missedFrom`: where one that died was at it, everything since then is to be sent. */
async function sendMissed(
  work: CatchUp,
  conversation: Conversation,
  missedFrom: number | null,
): Promise<void> {
  const { context, reported, topics, partsFrom, until } = work;
  const { appId } = context;
  const all = notificationsOf(conversation, { appId, topics, from: partsFrom, until });
  const recorded = await reported.recorded(
    appId,
    all.map(({ identity }) => identity),
  );
  const first = all.find(
    ({ identity, at }) => !recorded.has(identity) || (missedFrom !== null && at >= missedFrom),
  );
  if (first === undefined) return;
  await work.noteLoss();
  context.count('unreported_conversations');
  const sent = all.slice(all.indexOf(first));
  // What follows the first would look reported once that has its record.
  if (sent.length > 1) await reported.markMissed({ type: 'conversation', id: conversation.id }, first.at);
  for (const each of sent) {
    // In order, as they happened: they are of one group. What came after the first one that was missed was decided
    // without it, and is decided again: a tag to be removed, say, was not there yet.
    const again = recorded.has(each.identity);
    await send(context, conversation.id, sent.length === 1 ? each : withoutTags(each), again);
    context.count(again ? 'repeated' : 'recovered');
  }
}

/** The conversation's tags are those of now, and each of several notifications may change them for the next one. */
function withoutTags({ notification, ...rest }: MissedNotification): MissedNotification {
  const { tags: _, ...item } = notification.data?.item ?? {};
  return { ...rest, notification: { ...notification, data: { ...notification.data, item } } };
}

async function send(
  context: SyncContext,
  conversationId: string,
  { notification, identity }: MissedNotification,
  again: boolean,
): Promise<void> {
  const body = pack(Buffer.from(JSON.stringify(notification)));
  await context.send({
    groupId: queueId(`conversation:${conversationId}`),
    // Sent again after a kill, the queue drops it within five minutes; later it finds its record.
    deduplicationId: queueId(`${context.appId}#catch_up#${identity}#${again ? context.runId : ''}`),
    body,
    attributes: { kind: 'catch_up', ...(again ? { again: context.runId } : {}) },
  });
}
