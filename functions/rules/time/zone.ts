/** Wall clocks of IANA time zones by way of Intl, whose formatters are costly to make and are kept. */

import type { Weekday } from '../model.ts';

export interface WallClock {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** What a clock on the wall of that zone shows at a moment given in unix seconds. */
export function wallClock(seconds: number, zone: string): WallClock {
  const shown: WallClock = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatter(zone).formatToParts(seconds * 1000)) {
    if (isShown(type)) {
      shown[type] = Number(value);
    }
  }
  return shown;
}

/**
 * The moment at which that zone's clock shows this, in unix seconds. Of a doubled hour the first; a skipped one is
 * read with the offset from before the gap, as RFC 5545 does: 02:30 becomes 03:30.
 */
export function momentOf(clock: WallClock, zone: string): number {
  const shown = asUtc(clock);
  const before = offsetAt(shown - DAY, zone);
  const after = offsetAt(shown + DAY, zone);
  const first = shown - Math.max(before, after);
  if (offsetAt(first, zone) === Math.max(before, after)) {
    return first;
  }
  // After the clocks went back the smaller offset; in a gap that from before it, which is the smaller one too.
  return shown - Math.min(before, after);
}

/** The first moment of a day in that zone: midnight, or the end of the gap where midnight is skipped. */
export function startOfDay(year: number, month: number, day: number, zone: string): number {
  return momentOf({ year, month, day, hour: 0, minute: 0, second: 0 }, zone);
}

export function weekdayOf(clock: WallClock): Weekday {
  const day = new Date(asUtc(clock) * 1000).getUTCDay();
  return weekdays[day] ?? 'sat';
}

/** From Sunday, as Date counts them; Saturday is the one that is left. */
const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri'];
export const DAY = 86_400;

/** Seconds by which the zone is ahead of UTC. */
function offsetAt(seconds: number, zone: string): number {
  return asUtc(wallClock(seconds, zone)) - Math.floor(seconds);
}

function asUtc({ year, month, day, hour, minute, second }: WallClock): number {
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function isShown(type: string): type is keyof WallClock {
  return ['year', 'month', 'day', 'hour', 'minute', 'second'].includes(type);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) {
    return known;
  }
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
