import { kept } from '../../platform/kept.ts';
import { createBrakes } from '../../store/brakes.ts';
import { createControl } from '../../store/control.ts';
import { createReported } from '../../store/reported.ts';
import type { StepEnd, SyncStep } from '../sync-step.ts';
import { CAUGHT_UP_TOPICS } from './part-topics.ts';
import { beginCatchUp, type Resume, resumeSchema } from './resume.ts';
import { type CatchUp, seeTo } from './see-to.ts';
import { sortPage } from './sort-page.ts';
import { noteWebhookHealth } from './webhook-health.ts';

/** Intercom repeats a notification after a minute, and then the queue has it. Until then nothing is missing. */
const graceSeconds = 150;
/** Search is behind the objects by up to some minutes (intercom-ruby#257). */
const overlapSeconds = 300;
/** The most that search gives at once. */
const perPage = 150;
/** Of those to come back to before the first loss is known: they are kept in the run's record. */
const mostReported = 5_000;

/** What Intercom's webhooks did not bring: see docs/adr/0077. */
export const catchUp: SyncStep = {
  name: 'catch_up',
  async run(context) {
    const resume = (await context.resume.read(resumeSchema)) ?? (await beginCatchUp(context));
    if (resume === null) return 'done';
    const { dynamo, tableName, table, now } = context;
    // What webhooks brought waits without a record, and so would what catch-up sends on: the next run looks again.
    const { pause } = await createBrakes(table, createControl(table, now), now).current();
    if (pause !== null) {
      context.count('paused');
      return 'done';
    }
    const ruleset = await context.rulesets();
    const work: CatchUp = {
      context,
      reported: createReported(dynamo, tableName, table, now),
      topics: new Set(CAUGHT_UP_TOPICS.filter((topic) => ruleset.listensTo(topic))),
      from: resume.from,
      partsFrom: resume.parts_from,
      until: resume.until ?? resume.from,
      unread: resume.unread,
      noteLoss: kept(async () => {
        if (resume.lost) return;
        resume.lost = true;
        await context.resume.save(resume);
      }).current,
    };
    if (work.topics.size > 0) {
      if ((await goThroughPages(work, resume)) === 'out_of_time') return 'out_of_time';
      // Where notifications were lost, a conversation whose newest part was reported may lack an earlier one.
      if (resume.lost) [resume.todo, resume.reported] = [resume.reported, []];
      if ((await workOff(work, resume)) === 'out_of_time') return 'out_of_time';
      if (resume.unread.length > 0)
        throw new Error('conversations could not be read: the next run looks again');
    } else if (context.intercomNow() !== null) {
      // Nothing can be missed; and a rule that begins to listen is not told of what was before.
      work.until = untilNow(work);
    }
    const webhooks = noteWebhookHealth(context, resume.webhooks);
    const next = Math.max(resume.from, work.until - overlapSeconds);
    await context.cursor.save({ from: next, before: resume.from, webhooks });
    return 'done';
  },
};

async function goThroughPages(work: CatchUp, resume: Resume): Promise<StepEnd> {
  const { context } = work;
  while (resume.page !== null) {
    if ((await workOff(work, resume)) === 'out_of_time') return 'out_of_time';
    const { items, startingAfter } = await context.intercom.searchConversations({
      query: { field: 'updated_at', operator: '>', value: work.from },
      perPage,
      startingAfter: resume.page.starting_after,
    });
    resume.until ??= untilNow(work);
    work.until = resume.until;
    const { unreported, reported } = await sortPage(work, items);
    const isLast = startingAfter === null || startingAfter === resume.page.starting_after;
    resume.todo = resume.lost ? [...unreported, ...reported] : unreported;
    if (!resume.lost) resume.reported = [...resume.reported, ...reported].slice(-mostReported);
    resume.page = isLast ? null : { starting_after: startingAfter };
    await context.resume.save(resume);
  }
  return workOff(work, resume);
}

/** Unix seconds. A search was just answered, so Intercom's time is known, unless its answers do not tell it. */
function untilNow({ context, from }: CatchUp): number {
  return Math.max(from, Math.floor((context.intercomNow() ?? context.now()) / 1000) - graceSeconds);
}

/** Looks at what there is to look at, and keeps what is left: at most a page is looked at again after a kill. */
async function workOff(work: CatchUp, resume: Resume): Promise<StepEnd> {
  const { context } = work;
  while (resume.todo.length > 0) {
    if (context.isOutOfTime()) return 'out_of_time';
    const some = resume.todo.slice(0, perPage);
    if ((await seeTo(work, some)) === 'out_of_time') return 'out_of_time';
    resume.todo = resume.todo.slice(some.length);
    await context.resume.save(resume);
  }
  return context.isOutOfTime() ? 'out_of_time' : 'done';
}
