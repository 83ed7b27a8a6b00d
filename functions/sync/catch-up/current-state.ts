import * as z from 'zod';
import type { Page } from '../../intercom/schemas/page.ts';
import { createReported, type Reported } from '../../store/reported.ts';
import { askIntercomsTime } from '../ask-intercoms-time.ts';
import { inParallel } from '../in-parallel.ts';
import type { SyncContext, SyncStep } from '../sync-step.ts';
import { sendCurrent } from './send-current.ts';

/** A contact or a company, as lists and searches give it. Times are Unix seconds. */
interface ListedObject {
  id: string;
  createdAt: number | null;
  updatedAt: number | null;
  raw: Record<string, unknown>;
}

/** How objects without parts are brought to what the rules say of them now. */
export interface ObjectKind<T extends ListedObject> {
  /** Of the step, in runs. */
  name: string;
  type: 'contact' | 'company';
  /** Every topic that `topicsOf` may give. */
  topics: readonly string[];
  /** What its being made or changed is called. */
  topicsOf: (object: T) => { created: string; updated: string };
  everySeconds: number;
  /** Those that may have changed since, and perhaps others. */
  page: (context: SyncContext, from: number, startingAfter: string | null) => Promise<Page<T>>;
}

const cursorSchema = z.object({ from: z.number(), looked_at: z.number() });

const resumeSchema = z.object({
  from: z.number(),
  until: z.number(),
  /** When the first page was asked for. */
  now: z.number(),
  starting_after: z.string().nullable(),
});

type Resume = z.infer<typeof resumeSchema>;

/** As for conversations: what is younger may be on its way, and search is behind by minutes. */
const graceSeconds = 150;
const overlapSeconds = 600;

/**
 * What happened to such an object cannot be known later, only how it is. So for each that has changed since without a
 * record, one notification goes onto the queue, with the object as it is: the rules decide by its current state.
 */
export function currentStateStep<T extends ListedObject>(kind: ObjectKind<T>): SyncStep {
  return {
    name: kind.name,
    async run(context) {
      const { cursor, resume, isOutOfTime } = context;
      const ruleset = await context.rulesets();
      const topics = new Set(kind.topics.filter((topic) => ruleset.listensTo(topic)));
      let point = await resume.read(resumeSchema);
      point ??= await begin(kind, context, topics.size > 0);
      if (point === null) return 'done';
      const { dynamo, tableName, table } = context;
      const reported = createReported(dynamo, tableName, table, context.now);
      for (;;) {
        if (isOutOfTime()) return 'out_of_time';
        const { items, startingAfter } = await kind.page(context, point.from, point.starting_after);
        await seeToPage(kind, { context, reported, topics, ...point }, items);
        if (startingAfter === null || startingAfter === point.starting_after) break;
        point = { ...point, starting_after: startingAfter };
        await resume.save(point);
      }
      await cursor.save({ from: Math.max(point.from, point.until - overlapSeconds), looked_at: point.now });
      return 'done';
    },
  };
}

/** Null where nothing is due. */
async function begin<T extends ListedObject>(
  { everySeconds }: ObjectKind<T>,
  context: SyncContext,
  isWanted: boolean,
): Promise<Resume | null> {
  const { cursor } = context;
  const kept = await cursor.read(cursorSchema);
  if (kept === null && !isWanted) return null;
  // By our clock as well: nobody is asked for the time while nothing can be due.
  const isDue = (now: number) => kept === null || now - kept.looked_at >= everySeconds;
  if (!isDue(context.now() / 1_000 + graceSeconds)) return null;
  const now = await askIntercomsTime(context);
  if (!isDue(now)) return null;
  // What changed before there was a sync, or a rule that wants to know of it, is none of its business.
  if (kept === null || !isWanted) {
    await cursor.save({ from: now, looked_at: now });
    return null;
  }
  return { from: kept.from, until: Math.max(kept.from, now - graceSeconds), now, starting_after: null };
}

interface PageWork {
  context: SyncContext;
  reported: Reported;
  topics: ReadonlySet<string>;
  from: number;
  until: number;
}

const atOnce = 20;
const slackSeconds = 2;

async function seeToPage<T extends ListedObject>(
  kind: ObjectKind<T>,
  work: PageWork,
  page: readonly T[],
): Promise<void> {
  const { context, reported, from, until } = work;
  const changed = page.filter(
    ({ updatedAt }) => updatedAt !== null && updatedAt >= from && updatedAt <= until,
  );
  const ids = changed.map(({ id }) => id);
  const seen = await reported.seen(kind.type, ids);
  context.count('changed', changed.length);
  await inParallel(changed, atOnce, async (object) => {
    const { id } = object;
    const updatedAt = object.updatedAt ?? until;
    if ((seen.get(id)?.until ?? 0) >= updatedAt) return context.count('seen_before');
    const topic = topicFor(kind, object, work);
    if (topic === null) return context.count('nothing');
    const reports = await reported.since({ type: kind.type, id }, updatedAt - slackSeconds);
    if (reports.length > 0) return context.count('reported');
    await sendCurrent(context, { type: kind.type, id }, { topic, at: updatedAt, item: object.raw });
    await reported.markSeen({ type: kind.type, id }, updatedAt);
    context.count('sent');
  });
}

/** The topic of its being made where it was, and a rule wants to know of that; else of its change. */
function topicFor<T extends ListedObject>(
  kind: ObjectKind<T>,
  object: T,
  { topics, from }: PageWork,
): string | null {
  const { created, updated } = kind.topicsOf(object);
  if ((object.createdAt ?? 0) >= from && topics.has(created)) return created;
  return topics.has(updated) ? updated : null;
}
