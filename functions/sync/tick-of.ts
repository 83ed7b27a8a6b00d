import * as z from 'zod';

/** EventBridge Scheduler puts the time of the tick in the place of `<aws.scheduler.scheduled-time>`. */
const eventSchema = z.object({ tick: z.iso.datetime({ offset: true }) });

/** The tick that an invocation is for, Unix ms; an invocation by hand is one of its own, now. */
export function tickOf(event: unknown, now: number): number {
  const result = eventSchema.safeParse(event);
  return result.success ? Date.parse(result.data.tick) : now;
}
