import type { Trigger } from '../../rules/model.ts';
import { momentOf, type WallClock, wallClock } from '../../rules/time/zone.ts';

export type Schedule = Exclude<Trigger, string>;

/**
 * The newest tick of a schedule that is not after `now`, both in Unix seconds. `every` ticks at whole multiples
 * since 1970, UTC, so that all of one span tick together; `at` once a day on the zone's wall clock: of a doubled
 * hour in its first, in a skipped one at the next minute that there is.
 */
export function latestTick(schedule: Schedule, now: number, zone: string): number {
  if ('every' in schedule) {
    const span = spanSeconds(schedule.every);
    return Math.floor(now / span) * span;
  }
  const today = dailyMoment(schedule.at, wallClock(now, zone), zone);
  return today <= now ? today : dailyMoment(schedule.at, dayBefore(wallClock(now, zone)), zone);
}

/** A schedule as text, by which a changed one is told. */
export function scheduleText(schedule: Schedule): string {
  return 'every' in schedule ? `every ${schedule.every}` : `at ${schedule.at}`;
}

const seconds: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400, w: 604_800 };

function spanSeconds(every: string): number {
  return Number(every.slice(0, -1)) * (seconds[every.slice(-1)] ?? 60);
}

function dailyMoment(at: string, day: WallClock, zone: string): number {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  let moment = momentOf({ ...day, hour, minute, second: 0 }, zone);
  const isLater = (other: number) => {
    const shown = wallClock(other, zone);
    return shown.day === day.day && shown.hour * 60 + shown.minute > hour * 60 + minute;
  };
  // In a gap it lies as far behind the gap's end as it would have lain behind its begin.
  if (isLater(moment)) while (isLater(moment - 60)) moment -= 60;
  return moment;
}

function dayBefore({ year, month, day, ...time }: WallClock): WallClock {
  const date = new Date(Date.UTC(year, month - 1, day - 1));
  return { ...time, year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
