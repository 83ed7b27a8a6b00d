/** Dates as facts and rulesets write them: unix seconds, ISO 8601, or relative to now. */

import { DAY, momentOf, startOfDay, wallClock } from './zone.ts';

/** Unix seconds; of a day, its first moment and the first of the next. */
export type Span = { start: number; end: number };

/** A fact's moment in unix seconds; undefined where it is no date. Without an offset it is the zone's wall clock. */
export function momentOfFact(value: unknown, zone: string): number | undefined {
  if (typeof value === 'number') {
    return inRange(value) ? value : undefined;
  }
  if (typeof value !== 'string') {
    return undefined;
  }
  const text = value.trim();
  if (/^\d{9,11}(\.\d+)?$/.test(text)) {
    return Number(text);
  }
  return parseIso(text, zone)?.start;
}

/** What a rule's date stands for; `end` differs from `start` where it is a whole day. */
export function parseDate(value: string, now: number | undefined, zone: string): Span | undefined {
  const relative = /^([+-])(\d{1,6})([mhdw])$/.exec(value.trim());
  if (relative === null) {
    return parseIso(value.trim(), zone);
  }
  if (now === undefined) {
    return undefined;
  }
  const [, sign, count, unit = 'd'] = relative;
  const at = now + (sign === '-' ? -1 : 1) * Number(count) * secondsOf(unit);
  return { start: at, end: at };
}

/** A moment as `2026-01-10` on the zone's calendar. */
export function dayText(seconds: number, zone: string): string {
  const { year, month, day } = wallClock(seconds, zone);
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(
    '-',
  );
}

/** Of the units of spans: `m`, `h`, `d` and `w`. */
export function secondsOf(unit: string): number {
  switch (unit) {
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return DAY;
    default:
      return 7 * DAY;
  }
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s?(Z|([+-])(\d{2})(?::?(\d{2}))?)?)?$/i;

function parseIso(text: string, zone: string): Span | undefined {
  const match = ISO.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, years, months, days, hours, minutes, seconds, fraction = '', offset, ...ahead] = match;
  const [year, month, day] = [Number(years), Number(months), Number(days)];
  const [hour, minute, second] = [Number(hours ?? 0), Number(minutes ?? 0), Number(seconds ?? 0)];
  if (!isCalendarDay(year, month, day) || hour > 24 || minute > 59 || second > 60) {
    return undefined;
  }
  if (hours === undefined) {
    const next = new Date(Date.UTC(year, month - 1, day + 1));
    const end = startOfDay(next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate(), zone);
    return { start: startOfDay(year, month, day, zone), end };
  }
  const whole =
    offset === undefined
      ? momentOf({ year, month, day, hour, minute, second }, zone)
      : Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offsetSeconds(ahead);
  const at = whole + Number(`.${fraction}0`);
  return { start: at, end: at };
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  // A day that the month does not have is one of another month.
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}

/** None for `Z`. */
function offsetSeconds([sign, hours, minutes]: readonly (string | undefined)[]): number {
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
}

/** What Intl and Date can show: beyond, a number is no date. */
function inRange(seconds: number): boolean {
  return Math.abs(seconds) <= 8.64e12;
}
