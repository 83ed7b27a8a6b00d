import * as z from 'zod';
import type { Rule } from '../../rules/model.ts';
import { latestTick, type Schedule, scheduleText } from './latest-tick.ts';

const countsSchema = z.object({
  /** Objects looked at. */
  seen: z.number(),
  matched: z.number(),
  /** Objects that were changed. */
  changed: z.number(),
  /** Objects from which `keep` took tags that no longer hold. */
  ended: z.number(),
  /** Objects whose change was held back by a limit or a pause. */
  held_back: z.number(),
  /** Objects of which it could not be told whether the rule holds. */
  unknown: z.number(),
  failed: z.number(),
});

const ruleStateSchema = z.object({
  /** Unix seconds of the tick that was run last. */
  last: z.number().nullable(),
  /** Since when each schedule, as text, is known: Unix seconds. */
  since: z.record(z.string(), z.number()),
  last_run: countsSchema.extend({ tick: z.string(), ended_at: z.string(), limited: z.boolean() }).optional(),
});

const runningSchema = z.object({
  /** A rule's id, or the rules over companies together. */
  unit: z.string(),
  /** Unix seconds by rule, and what of the rule the tick was begun with. */
  ticks: z.record(
    z.string(),
    z.object({ tick: z.number(), key: z.string(), counts: countsSchema.nullable() }),
  ),
  phase: z.enum(['match', 'keep']),
  /** `keep`: which of the groups of tags. */
  group: z.number(),
  /** The search's cursor; null at the beginning. */
  after: z.string().nullable(),
  /**
   * Ids of the page that is at work. Once tagged, an object may be found no more: what a run that died left of it
   * unfinished is looked for by its id.
   */
  in_hand: z.array(z.string()),
  /** What was asked is asked no more: the search refused it. */
  unnarrowed: z.boolean(),
  /** A cursor was refused, and what is looked for asked for again from its beginning. */
  begun_anew: z.boolean().default(false),
});

/** What the scheduled rules keep from run to run. */
export const scheduleStateSchema = z.object({
  rules: z.record(z.string(), ruleStateSchema),
  /** The ruleset's calendar day on which companies were listed last. */
  companies_day: z.string().nullable(),
  /** What was begun and is not done. */
  running: runningSchema.nullable(),
  /** What failed: gone on with where it stopped, behind all that is due. */
  failed: z.array(runningSchema).default([]),
});

export type ScheduleState = z.infer<typeof scheduleStateSchema>;
export type Running = z.infer<typeof runningSchema>;
export type Counts = z.infer<typeof countsSchema>;

export const noCounts: Counts = {
  seen: 0,
  matched: 0,
  changed: 0,
  ended: 0,
  held_back: 0,
  unknown: 0,
  failed: 0,
};

export function schedulesOf({ trigger }: Rule): Schedule[] {
  return trigger.filter((each) => typeof each === 'object');
}

/**
 * The tick that a rule is to be run for, in Unix seconds; null where none is due. However many were missed, it is
 * the newest alone. A new `every` is due at once; a new `at` waits for its time, since who publishes a rule for six
 * in the morning in the afternoon does not mean now.
 */
export function dueTick(rule: Rule, state: ScheduleState, now: number, zone: string): number | null {
  const known = state.rules[rule.id];
  const due = schedulesOf(rule)
    .map((schedule) => ({ schedule, tick: latestTick(schedule, now, zone) }))
    .filter(({ schedule, tick }) => {
      // A tick that is still to come was run by a clock that was wrong.
      if (known !== undefined && known.last !== null && tick <= known.last && known.last <= now) return false;
      const since = known?.since[scheduleText(schedule)] ?? now;
      return 'every' in schedule || tick > since;
    });
  return due.length === 0 ? null : Math.max(...due.map(({ tick }) => tick));
}

/** Notes from when on each schedule of a rule is known, and forgets those that it has no more. */
export function noteSchedules(rule: Rule, state: ScheduleState, now: number): void {
  const known = state.rules[rule.id];
  const since = schedulesOf(rule).map((each): [string, number] => {
    const text = scheduleText(each);
    return [text, Math.min(now, known?.since[text] ?? now)];
  });
  state.rules[rule.id] = { ...known, last: known?.last ?? null, since: Object.fromEntries(since) };
}
