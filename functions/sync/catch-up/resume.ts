import * as z from 'zod';
import { askIntercomsTime } from '../ask-intercoms-time.ts';
import type { SyncContext } from '../sync-step.ts';
import { webhookHealthSchema } from './webhook-health.ts';

/** What catch-up keeps from run to run. Unix seconds by Intercom's clock. */
const cursorSchema = z.object({
  /** From where the next run looks. */
  from: z.number(),
  /** From where this run looked: what was on its way then may be older than `from`. */
  before: z.number(),
  webhooks: webhookHealthSchema,
});

/** Where it goes on within a run. */
export const resumeSchema = z.object({
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
  /** Conversations that Intercom would not give. */
  unread: z.array(z.string()).default([]),
  /** A notification was lost. */
  lost: z.boolean(),
  webhooks: webhookHealthSchema,
});

export type Resume = z.infer<typeof resumeSchema>;

/** Null on the first run of all: what was before Tagwright is none of its business. */
export async function beginCatchUp(context: SyncContext): Promise<Resume | null> {
  const cursor = await context.cursor.read(cursorSchema);
  if (cursor === null) {
    const from = await askIntercomsTime(context);
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
    unread: [],
    lost: false,
    webhooks: cursor.webhooks,
  };
}
