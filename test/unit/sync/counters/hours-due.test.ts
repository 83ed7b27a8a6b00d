import { describe, expect, it } from 'vitest';
import { type HourStages, hoursDue, watchedHours } from '../../../../functions/sync/counters/hours-due.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.UTC(2026, 0, 7, 12);
const iso = (ms: number) => new Date(ms).toISOString();

/** At which minutes after its end the hour that ended at noon is looked at, by a sync every quarter of an hour. */
function looksAt(days: number): number[] {
  let stages: HourStages = {};
  const looks: number[] = [];
  for (let now = noon; now < noon + days * 24 * hour; now += 15 * minute) {
    for (const due of hoursDue(stages, now)) {
      if (due.hour === iso(noon - hour)) looks.push((now - noon) / minute);
      stages[due.hour] = due.stage;
    }
    stages = watchedHours(stages, now);
  }
  return looks;
}

describe('the hours to be rolled up', () => {
  it('are finished, and looked at again for 15 days', () => {
    expect(looksAt(20)).toEqual([15, 60, 360, 1_440, 4_320, 21_600]);
  });

  it('are made up at once where nobody looked for days, newest first', () => {
    const due = hoursDue({}, noon + 5 * minute);
    expect(due).toHaveLength(16 * 24);
    expect(due[0]).toEqual({ hour: iso(noon - hour), stage: 1 });
    expect(due[47]).toEqual({ hour: iso(noon - 48 * hour), stage: 4 });
  });
});
