import type { Conversation } from '../../intercom/schemas/conversation.ts';
import { inParallel } from '../in-parallel.ts';
import type { CatchUp } from './see-to.ts';
import { standingOf } from './standing-of.ts';

/** Subjects whose records are looked at at once. */
const readsAtOnce = 20;

/** Which conversations of a page must be looked at, and which may have to be. Ids; costs no call. */
export async function sortPage(
  work: CatchUp,
  page: readonly Conversation[],
): Promise<{ unreported: string[]; reported: string[] }> {
  const { context, reported: store, topics, partsFrom, until } = work;
  const seen = await store.seen(
    'conversation',
    page.map(({ id }) => id),
  );
  const sorted = { unreported: [] as string[], reported: [] as string[] };
  context.count('changed', page.length);
  await inParallel(page, readsAtOnce, async (conversation) => {
    const { id, updatedAt } = conversation;
    if ((seen.get(id)?.until ?? 0) >= (updatedAt ?? until)) return context.count('seen_before');
    const reports = await store.since({ type: 'conversation', id }, partsFrom);
    // One that died had sent a part of what was missed: by the records nothing is.
    const isHalfSent = typeof seen.get(id)?.missedFrom === 'number';
    const standing = isHalfSent
      ? 'unreported'
      : standingOf(conversation, reports, { topics, from: partsFrom, until });
    context.count(standing);
    if (standing === 'unreported') sorted.unreported.push(id);
    if (standing === 'reported' && mayLackAnother(conversation)) sorted.reported.push(id);
  });
  return sorted;
}

/** One that has its source alone cannot. */
function mayLackAnother({ raw }: Conversation): boolean {
  const statistics = raw['statistics'];
  return (
    typeof statistics !== 'object' ||
    statistics === null ||
    !('count_conversation_parts' in statistics) ||
    statistics.count_conversation_parts !== 0
  );
}
