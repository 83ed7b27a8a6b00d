import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestTick } from '../../../../functions/sync/scheduled/latest-tick.ts';
import { runs } from '../../../support/runs.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;
const iso = (tick: number) => new Date(tick * 1000).toISOString().replace(':00.000Z', 'Z');

describe('the newest tick of a schedule', () => {
  it.each([
    ['15m', '2026-01-10T09:47:31Z', '2026-01-10T09:45Z'],
    ['15m', '2026-01-10T09:45:00Z', '2026-01-10T09:45Z'],
    ['6h', '2026-01-10T05:59:59Z', '2026-01-10T00:00Z'],
    ['1d', '2026-01-10T23:59:59Z', '2026-01-10T00:00Z'],
    ['7d', '2026-01-14T23:59:59Z', '2026-01-08T00:00Z'],
  ])('every %s, at %s, is %s', (every, now, tick) => {
    expect(iso(latestTick({ every, over: 'contacts' }, seconds(now), 'Europe/Dublin'))).toBe(tick);
  });

  it.each([
    ['06:00', 'UTC', '2026-01-10T06:00:00Z', '2026-01-10T06:00Z'],
    ['06:00', 'UTC', '2026-01-10T05:59:59Z', '2026-01-09T06:00Z'],
    // The zone's day is another one than UTC's.
    ['06:00', 'Pacific/Auckland', '2026-01-10T18:00:00Z', '2026-01-10T17:00Z'],
    ['23:00', 'America/New_York', '2026-01-01T03:00:00Z', '2025-12-31T04:00Z'],
    // 02:30 is skipped: the next minute that there is, 03:00 on the wall.
    ['02:30', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29T01:00Z'],
    ['02:00', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29T01:00Z'],
    ['02:30', 'Europe/Berlin', '2026-03-30T12:00:00Z', '2026-03-30T00:30Z'],
    // 02:30 comes twice: once, and not again an hour later.
    ['02:30', 'Europe/Berlin', '2026-10-25T00:40:00Z', '2026-10-25T00:30Z'],
    ['02:30', 'Europe/Berlin', '2026-10-25T01:40:00Z', '2026-10-25T00:30Z'],
    // Midnight itself is skipped.
    ['00:15', 'America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00Z'],
  ])('at %s in %s, at %s, is %s', (at, zone, now, tick) => {
    expect(iso(latestTick({ at, over: 'contacts' }, seconds(now), zone))).toBe(tick);
  });

  it('is never after now, nor more than a day and a change of the clocks before it', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago'];
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        time.map((each) => each.map((part) => String(part).padStart(2, '0')).join(':')),
        fc.integer({ min: seconds('2026-01-01T00:00Z'), max: seconds('2027-01-01T00:00Z') }),
        (zone, at, now) => {
          const tick = latestTick({ at, over: 'contacts' }, now, zone);
          expect(tick).toBeLessThanOrEqual(now);
          expect(now - tick).toBeLessThan(25 * 3600 + 1);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
