/** Days of the week and hours of the day on the local wall clock. */

import type { Weekday, Within } from '../model.ts';
import { wallClock, weekdayOf } from './zone.ts';

/** A `within` test made ready: spans in seconds of the day, `end` beyond 24 h where it is past midnight. */
export interface WallSpans {
  days: ReadonlySet<Weekday> | undefined;
  spans: { start: number; end: number }[] | undefined;
}

export function compileWithin({ days, hours }: Within): WallSpans {
  return {
    days: days === undefined ? undefined : new Set([days].flat()),
    spans: hours === undefined ? undefined : [hours].flat().map(parseSpan),
  };
}

/** Past midnight the day is that on which the span began. The end is exclusive. */
export function isWithin(seconds: number, { days, spans }: WallSpans, zone: string): boolean {
  const clock = wallClock(seconds, zone);
  const today = weekdayOf(clock);
  const onDay = (day: Weekday) => days === undefined || days.has(day);
  if (spans === undefined) {
    return onDay(today);
  }
  const time = clock.hour * 3600 + clock.minute * 60 + clock.second;
  return spans.some(
    ({ start, end }) =>
      (time >= start && time < end && onDay(today)) || (time + FULL_DAY < end && onDay(dayBefore[today])),
  );
}

const FULL_DAY = 86_400;

const dayBefore: Readonly<Record<Weekday, Weekday>> = {
  mon: 'sun',
  tue: 'mon',
  wed: 'tue',
  thu: 'wed',
  fri: 'thu',
  sat: 'fri',
  sun: 'sat',
};

function parseSpan(text: string): { start: number; end: number } {
  const [from = '', to = ''] = text.split('-');
  const start = secondsOfDay(from);
  const end = secondsOfDay(to);
  return { start, end: end > start ? end : end + FULL_DAY };
}

function secondsOfDay(text: string): number {
  const [hour, minute] = text.split(':');
  return Number(hour) * 3600 + Number(minute) * 60;
}
