import * as z from 'zod';

const findingSchema = z.object({
  rule: z.string(),
  problem: z.enum(['silent', 'spike', 'removed_again', 'tag_deleted', 'tag_renamed']),
  /** What was seen, for people. */
  seen: z.string(),
  /** What to do. */
  advice: z.string(),
});

/** What the health step keeps, and `ops health` shows. */
export const healthStateSchema = z.object({
  /** ISO time. */
  checked_at: z.string(),
  /** The last finished hour that traffic was looked at for, ISO. */
  hour: z.string().nullable(),
  /** Rules that are looked at. */
  rules: z.number(),
  /** At most `mostFindings`. */
  findings: z.array(findingSchema),
  /** Rules that are unwell, those without a place among the findings included. */
  unhealthy: z.number().optional(),
  /** By rule: the day (UTC) on which its tags were looked after, and what was found. */
  removals: z.record(z.string(), z.object({ day: z.string(), checked: z.number(), removed: z.number() })),
});

/** Where a look at the rules goes on that did not end in time. */
export const healthResumeSchema = z.object({
  /** ISO. */
  hour: z.string(),
  /** Rules that have been looked at. */
  done: z.number(),
  findings: z.array(findingSchema),
});

/** An item of the table holds 400 KB. */
export const mostFindings = 300;

export type Finding = z.infer<typeof findingSchema>;
export type HealthState = z.infer<typeof healthStateSchema>;

/** The step's name, and its cursor's. */
export const healthStep = 'health';
