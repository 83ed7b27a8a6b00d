import { describe, expect, it } from 'vitest';
import {
  dueTick,
  noteSchedules,
  type ScheduleState,
} from '../../../../functions/sync/scheduled/schedule-state.ts';
import { aRule } from '../../../support/rulesets.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;
const hourly = aRule({ id: 'hourly', trigger: [{ every: '1h', over: 'contacts' }] });
const daily = aRule({ id: 'daily', trigger: [{ at: '06:00', over: 'contacts' }] });

const stateOf = (rules: ScheduleState['rules']): ScheduleState => ({
  rules,
  companies_day: null,
  running: null,
  failed: [],
});
const now = seconds('2026-01-07T12:10:00Z');

describe('the tick that is due', () => {
  it('is the newest that was not run', () => {
    const last = seconds('2026-01-07T10:00:00Z');
    const state = stateOf({ hourly: { last, since: {} } });
    expect(dueTick(hourly, state, now, 'UTC')).toBe(seconds('2026-01-07T12:00:00Z'));
    expect(dueTick(hourly, stateOf({ hourly: { last: now - 600, since: {} } }), now, 'UTC')).toBeNull();
  });

  it('of a new `every` is the one before, and of a new `at` the next', () => {
    const state = stateOf({});
    expect(dueTick(hourly, state, now, 'UTC')).toBe(seconds('2026-01-07T12:00:00Z'));
    expect(dueTick(daily, state, now, 'UTC')).toBeNull();
    noteSchedules(daily, state, now);
    expect(dueTick(daily, state, now + 86_400, 'UTC')).toBe(seconds('2026-01-08T06:00:00Z'));
  });

  it('is not put off by a clock that was wrong', () => {
    const later = now + 30 * 86_400;
    const run = stateOf({ hourly: { last: later, since: {} } });
    expect(dueTick(hourly, run, now, 'UTC')).toBe(seconds('2026-01-07T12:00:00Z'));

    const known = stateOf({});
    noteSchedules(daily, known, later);
    noteSchedules(daily, known, now);
    expect(dueTick(daily, known, now + 86_400, 'UTC')).toBe(seconds('2026-01-08T06:00:00Z'));
  });
});
