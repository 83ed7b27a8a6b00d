import type { Weekday, Within } from '../../../functions/rules/model.ts';

interface Clock {
  now: number;
  timezone: string;
}

/** `value` is an ISO date, or relative to now; a date alone is that whole day on the local calendar. */
export function isBefore(fact: unknown, value: string, clock: Clock): boolean {
  const instant = toSeconds(fact);
  if (instant === null) return false;
  if (isDay(value)) return localTime(instant, clock.timezone).day < value;
  return instant < toInstant(value, clock.now);
}

export function isAfter(fact: unknown, value: string, clock: Clock): boolean {
  const instant = toSeconds(fact);
  if (instant === null) return false;
  if (isDay(value)) return localTime(instant, clock.timezone).day > value;
  return instant > toInstant(value, clock.now);
}

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);

const UNIT_SECONDS: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

function toInstant(value: string, now: number): number {
  const relative = /^([+-])(\d+)([mhdw])$/.exec(value);
  if (relative === null) return Date.parse(value) / 1000;
  const seconds = Number(relative[2]) * (UNIT_SECONDS[relative[3] ?? ''] ?? 0);
  return relative[1] === '-' ? now - seconds : now + seconds;
}

/** Unix seconds and ISO strings are both dates. */
function toSeconds(fact: unknown): number | null {
  if (typeof fact === 'number') return fact;
  const milliseconds = Date.parse(String(fact));
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

const WEEK: Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export function isWithin(fact: unknown, within: Within, timezone: string): boolean {
  const instant = toSeconds(fact);
  if (instant === null) return false;
  const { clock, weekday } = localTime(instant, timezone);
  const isOn = (day: Weekday | undefined) =>
    within.days === undefined || (day !== undefined && [within.days].flat().includes(day));
  if (within.hours === undefined) return isOn(weekday);
  const yesterday = WEEK[(WEEK.indexOf(weekday) + 6) % 7];
  return [within.hours].flat().some((hours) => {
    const [start = '', end = ''] = hours.split('-');
    if (start < end) return isOn(weekday) && start <= clock && clock < end;
    return (isOn(weekday) && start <= clock) || (isOn(yesterday) && clock < end);
  });
}

/** The wall clock as text: `2026-01-10`, `09:30`, `sat`. */
function localTime(instant: number, timeZone: string): { day: string; clock: string; weekday: Weekday } {
  const date = new Date(instant * 1000);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-CA', { timeZone, ...options }).format(date);
  const name = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(date).toLowerCase();
  return {
    day: format({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    clock: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    weekday: WEEK.find((day) => day === name) ?? 'sun',
  };
}
