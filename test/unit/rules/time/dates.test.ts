import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayText, momentOfFact, parseDate } from '../../../../functions/rules/time/moment.ts';
import { compileWithin, isWithin } from '../../../../functions/rules/time/within.ts';
import { momentOf, wallClock, weekdayOf } from '../../../../functions/rules/time/zone.ts';
import { runs } from '../../../support/runs.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;
const DUBLIN = 'Europe/Dublin';

describe('moments', () => {
  it.each([
    [1768019869, 1768019869],
    ['1768019869', 1768019869],
    ['2026-01-10T04:41:59.251+00:00', seconds('2026-01-10T04:41:59.251Z')],
    ['2026-07-10T04:41:59Z', seconds('2026-07-10T04:41:59Z')],
    ['2026-07-10T04:41+0530', seconds('2026-07-09T23:11:00Z')],
    ['2026-07-10T04:41:00-05:30', seconds('2026-07-10T10:11:00Z')],
    ['2026-07-10 04:41', seconds('2026-07-10T03:41:00Z')],
    ['2026-07-10', seconds('2026-07-09T23:00:00Z')],
    [' 2026-07-10 ', seconds('2026-07-09T23:00:00Z')],
    ['1768019869.25', 1768019869.25],
    [8.64e12, 8.64e12],
    ['2026-07-10T04:41:59,5Z', seconds('2026-07-10T04:41:59.5Z')],
    ['2026-07-10T04:41:00+05', seconds('2026-07-09T23:41:00Z')],
    ['2026-07-10t04:41:00z', seconds('2026-07-10T04:41:00Z')],
    ['2026-07-10T24:00:00Z', seconds('2026-07-11T00:00:00Z')],
    ['2016-12-31T23:59:60Z', seconds('2017-01-01T00:00:00Z')],
  ])('of the fact %s', (fact, expected) => {
    expect(momentOfFact(fact, DUBLIN)).toBeCloseTo(expected, 6);
  });

  it.each([
    'soon',
    '2026-02-30',
    '2026-13-05',
    '2026-01-00',
    'on 2026-01-10',
    '2026-01-10T10:00:61Z',
    'x1768019869',
    '1768019869 s',
    '1768019869123',
    '1768019869.x',
    '2026-01-10T25:00:00Z',
    '2026-01-10T10:61Z',
    '-48h',
    '5',
    true,
    null,
    {},
    1e15,
    Number.NaN,
  ])('%s is none', (fact) => {
    expect(momentOfFact(fact, DUBLIN)).toBeUndefined();
  });

  it('are relative to now', () => {
    const at = (value: string) => parseDate(value, 1_000_000, 'UTC')?.start;
    expect(at('-48h')).toBe(1_000_000 - 48 * 3600);
    expect(at('+2w')).toBe(1_000_000 + 14 * 86_400);
    expect(at('-5m')).toBe(1_000_000 - 300);
    expect(at('-1d')).toBe(1_000_000 - 86_400);
    expect(at(' -1d ')).toBe(1_000_000 - 86_400);
    expect(at(' 2026-01-10 ')).toBe(seconds('2026-01-10T00:00:00Z'));
    for (const none of ['x-1d', '-1dx', '1d', '-1y', '-1234567d']) expect(at(none)).toBeUndefined();
    expect(parseDate('-1d', undefined, 'UTC')).toBeUndefined();
  });

  it('span a whole day in the zone, which is not always 24 hours', () => {
    expect(parseDate('2026-03-29', 0, DUBLIN)).toEqual({
      start: seconds('2026-03-29T00:00:00Z'),
      end: seconds('2026-03-29T23:00:00Z'),
    });
    expect(parseDate('2026-12-31', 0, 'UTC')?.end).toBe(seconds('2027-01-01T00:00:00Z'));
  });

  it('read a skipped time as what clocks show next, a doubled one once', () => {
    const clock = { year: 2026, month: 3, day: 29, hour: 1, minute: 30, second: 0 };
    expect(momentOf(clock, DUBLIN)).toBe(seconds('2026-03-29T01:30:00Z'));
    expect(momentOf({ ...clock, month: 10, day: 25 }, DUBLIN)).toBe(seconds('2026-10-25T00:30:00Z'));
    // Clocks in São Paulo went from 23:59 to 01:00, in Apia from the 29th to the 31st.
    expect(parseDate('2018-11-04', 0, 'America/Sao_Paulo')?.start).toBe(seconds('2018-11-04T03:00:00Z'));
    expect(momentOf({ ...clock, year: 2011, month: 12, day: 30 }, 'Pacific/Apia')).toBe(
      seconds('2011-12-30T11:30:00Z'),
    );
  });

  it('print as a day', () => {
    expect(dayText(seconds('2026-01-09T23:30:00Z'), 'Europe/Berlin')).toBe('2026-01-10');
    expect(dayText(seconds('0101-01-01T12:00:00Z'), 'UTC')).toBe('0101-01-01');
  });

  it('always come back from the wall clock but in the hour that occurs twice', () => {
    const zones = fc.constantFrom('UTC', DUBLIN, 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 2_000_000_000 }), (zone, moment) => {
        const back = momentOf(wallClock(moment, zone), zone);
        expect(wallClock(back, zone)).toEqual(wallClock(moment, zone));
        expect(moment - back).toBeOneOf([0, 1800, 3600]);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('within', () => {
  const at = (iso: string, within: Parameters<typeof compileWithin>[0], zone = 'UTC') =>
    isWithin(seconds(iso), compileWithin(within), zone);

  it('counts the start and not the end', () => {
    const hours = ['09:00-17:30'];
    expect(at('2026-01-07T09:00:00Z', { hours })).toBe(true);
    expect(at('2026-01-07T17:29:59Z', { hours })).toBe(true);
    expect(at('2026-01-07T17:30:00Z', { hours })).toBe(false);
    expect(at('2026-01-07T17:30:30Z', { hours })).toBe(false);
    expect(at('2026-01-07T08:59:59Z', { hours })).toBe(false);
  });

  it('takes days alone, and several spans', () => {
    expect(at('2026-01-07T00:00:00Z', { days: ['wed'] })).toBe(true);
    expect(at('2026-01-07T00:00:00Z', { days: ['tue'] })).toBe(false);
    expect(at('2026-01-07T14:00:00Z', { hours: ['09:00-12:00', '13:00-17:00'] })).toBe(true);
    expect(at('2026-01-07T23:59:59Z', { hours: ['18:00-24:00'] })).toBe(true);
    expect(at('2026-01-07T12:00:00Z', {})).toBe(true);
  });

  it('counts past midnight for the day on which the span began', () => {
    const night = { days: ['fri' as const], hours: ['22:00-06:00'] };
    expect(at('2026-01-09T22:00:00Z', night)).toBe(true);
    expect(at('2026-01-10T05:59:59Z', night)).toBe(true);
    expect(at('2026-01-10T06:00:00Z', night)).toBe(false);
    expect(at('2026-01-09T05:00:00Z', night)).toBe(false);
    expect(at('2026-01-12T02:00:00Z', { days: ['sun'], hours: ['22:00-06:00'] })).toBe(true);
  });

  it('reads the clock on the wall', () => {
    expect(at('2026-07-07T08:30:00Z', { hours: ['09:00-17:00'] }, DUBLIN)).toBe(true);
    expect(at('2026-01-07T08:30:00Z', { hours: ['09:00-17:00'] }, DUBLIN)).toBe(false);
    expect(weekdayOf(wallClock(seconds('2026-01-10T23:30:00Z'), 'Asia/Tokyo'))).toBe('sun');
  });
});
