import * as z from 'zod';
import { kept } from '../../platform/kept.ts';
import { createBrakes } from '../../store/brakes.ts';
import { createControl } from '../../store/control.ts';
import { createReported } from '../../store/reported.ts';
import type { StepEnd, SyncContext, SyncStep } from '../sync-step.ts';
import { CAUGHT_UP_TOPICS } from './part-topics.ts';
import { type CatchUp, seeTo } from './see-to.ts';
import { sortPage } from './sort-page.ts';
import { noteWebhookHealth, webhookHealthSchema } from './webhook-health.ts';

/** What catch-up keeps from run to run. Unix seconds by Intercom's clock. */
const cursorSchema = z.object({
  /** From where the next run looks. */
  from: z.number(),
  /** From where this run looked: what was on its way then may be older than `from`. */
  before: z.number(),
  webhooks: webhookHealthSchema,
});

const resumeSchema = z.object({
  from: z.number(),
  parts_from: z.number(),
  /** Null until the first page has told Intercom's time. */
  until: z.number().nullable(),
  /** Null once every page has been looked at. */
  page: z.object({ starting_after: z.string().nullable() }).nullable(),
  /** Conversations of the pages so far that are still to be looked at. */
  todo: z.array(z.string()),
  /** Conversations whose newest part has a record: looked at only where webhooks turn out to have been lost. */
  reported: z.array(z.string()),
  /** A notification was lost. */
  lost: z.boolean(),
  webhooks: webhookHealthSchema,
});

type Resume = z.infer<typeof resumeSchema>;

/** Intercom repeats a notification after a minute, and then the queue has it. Until then nothing is missing. */
const graceSeconds = 150;
/** Search is behind the objects by up to some minutes (intercom-ruby#257). */
const overlapSeconds = 300;
/** The most that search gives at once. */
const perPage = 150;
/** Of those to come back to: they are kept in the run's record. */
const mostReported = 5_000;

/** What Intercom's webhooks did not bring: see docs/adr/0077. */
export const catchUp: SyncStep = {
  name: 'catch_up',
  async run(context) {
    const resume = (await context.resume.read(resumeSchema)) ?? (await begin(context));
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
      noteLoss: kept(async () => {
        if (resume.lost) return;
        resume.lost = true;
        await context.resume.save(resume);
      }).current,
    };
    // No rule wants to know of what parts bring: nothing can be missed.
    if (work.topics.size > 0) {
      if ((await goThroughPages(work, resume)) === 'out_of_time') return 'out_of_time';
      // Where notifications were lost, a conversation whose newest part was reported may lack an earlier one.
      if (resume.lost) [resume.todo, resume.reported] = [resume.reported, []];
      if ((await workOff(work, resume)) === 'out_of_time') return 'out_of_time';
    }
    const webhooks = noteWebhookHealth(context, resume.webhooks);
    const next = Math.max(resume.from, work.until - overlapSeconds);
    await context.cursor.save({ from: next, before: resume.from, webhooks });
    return 'done';
  },
};

/** Null on the first run of all: what was before Tagwright is none of its business. */
async function begin(context: SyncContext): Promise<Resume | null> {
  const cursor = await context.cursor.read(cursorSchema);
  if (cursor === null) {
    const from = Math.floor((context.intercomNow() ?? (await askTheTime(context))) / 1000);
    await context.cursor.save({ from, before: from, webhooks: { unreported: 0, broken: false } });
    return null;
  }
  return {
    from: cursor.from,
    parts_from: cursor.before,
    until: null,
    page: { starting_after: null },
    todo: [],
    reported: [],
    lost: false,
    webhooks: cursor.webhooks,
  };
}

/** One call that costs little, where none has been made in this invocation. */
async function askTheTime({ intercom, intercomNow, now }: SyncContext): Promise<number> {
  await intercom.identifyAdmin();
  return intercomNow() ?? now();
}

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
    resume.reported = [...resume.reported, ...reported].slice(-mostReported);
    const isLast = startingAfter === null || startingAfter === resume.page.starting_after;
    resume.todo = unreported;
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
