import { describe, expect, it } from 'vitest';
import { assessTraffic, lookedBack } from '../../../../functions/sync/health/assess-traffic.ts';
import { seededRandom } from '../../../../infra/local/workspace/random.ts';
import { runs } from '../../../support/runs.ts';

const week = 168;

/** Hours of the last five weeks, newest first, by their age. */
function series(at: (hour: number) => number): number[] {
  return Array.from({ length: lookedBack }, (_, hour) => at(hour));
}

const assess = (rule: number[], { all = series(() => 100), age = lookedBack } = {}) =>
  assessTraffic({ rule, all, age })?.problem ?? null;

describe('a rule is silent', () => {
  it.each([
    ['that matched hourly, and not for a day', series((h) => (h < 24 ? 0 : 1)), 'silent'],
    [
      'that matched twice a day, and not for a week',
      series((h) => (h >= week && h % 12 === 0 ? 1 : 0)),
      'silent',
    ],
    ['of which nearly nothing is left', series((h) => (h < 24 ? (h === 3 ? 1 : 0) : 2)), 'silent'],
    [
      'not that matched twice a day, and not for a day',
      series((h) => (h >= 24 && h % 12 === 0 ? 1 : 0)),
      null,
    ],
    ['not that has half its matches', series((h) => (h < 24 ? 1 : 2)), null],
    ['not that matched once a week', series((h) => (h > week && h % week === 0 ? 1 : 0)), null],
    ['not on the day of the week on which it rests', series((h) => (h % week < 24 ? 0 : 5)), null],
    ['not that matched in one week alone', series((h) => (h >= week && h < 2 * week ? 5 : 0)), null],
    ['not that never matched', series(() => 0), null],
  ])('%s', (_what, rule, problem) => {
    expect(assess(rule)).toBe(problem);
  });

  it('not where all is silent: then it is the webhooks', () => {
    const rule = series((h) => (h < 24 ? 0 : 1));
    expect(assess(rule, { all: series((h) => (h < 24 ? 2 : 100)) })).toBeNull();
  });

  it('not before it has a past of three weeks', () => {
    const young = (age: number) =>
      assess(
        series((h) => (h >= 24 && h < age ? 5 : 0)),
        { age },
      );
    expect(young(2 * week)).toBeNull();
    expect(young(2 * week + 24)).toBe('silent');
  });
});

describe('a rule spikes', () => {
  it.each([
    ['that matches ten times its most, this hour', series((h) => (h === 0 ? 50 : 5)), 'spike'],
    ['some hours ago', series((h) => (h === 20 ? 50 : 5)), 'spike'],
    ['that was quiet, and matches thirty times an hour', series((h) => (h === 0 ? 30 : 0)), null],
    ['not with so few', series((h) => (h === 0 ? 15 : h === 900 ? 1 : 0)), null],
    ['not that had as many last week', series((h) => (h === 0 || h === 100 ? 50 : 5)), null],
  ])('%s', (_what, rule, problem) => {
    // A rule that never matched before has no past to be judged by.
    const age = rule.every((count, hour) => hour === 0 || count === 0) ? 1 : lookedBack;
    expect(assess(rule, { age })).toBe(problem);
  });

  it('not where there is ten times more of everything', () => {
    const rule = series((h) => (h === 0 ? 50 : 5));
    expect(assess(rule, { all: series((h) => (h === 0 ? 1_000 : 100)) })).toBeNull();
  });
});

describe('noise', () => {
  const random = seededRandom(11);
  /** D. E. Knuth's; of larger means in parts. */
  function poisson(mean: number): number {
    if (mean > 30) return poisson(mean / 2) + poisson(mean / 2);
    let [count, product] = [0, random.next()];
    for (const limit = Math.exp(-mean); product > limit; product *= random.next()) count += 1;
    return count;
  }
  const byDay = (hour: number) => (hour % 24 < 8 ? 0.2 : 1.4) * (Math.floor(hour / 24) % 7 < 2 ? 0.3 : 1);

  it.each([0.02, 0.3, 1, 5, 40])('is no finding, at %d matches an hour, with nights and weekends', (rate) => {
    const found: string[] = [];
    const rules = runs(60);
    for (let n = 0; n < rules; n += 1) {
      const all = series((hour) => poisson(20 * rate * byDay(hour)));
      // Messages come in bursts: a fifth of the hours have three times as many.
      const rule = series((hour) => poisson(rate * byDay(hour) * (random.next() < 0.2 ? 3 : 0.5)));
      const problem = assess(rule, { all });
      if (problem !== null) found.push(problem);
    }
    expect(found.length).toBeLessThanOrEqual(rules / 1_000);
  });

  it.each([5, 40])('hides no rule that dies, at %d matches an hour', (rate) => {
    for (let n = 0; n < runs(30); n += 1) {
      const rule = series((hour) => (hour < 24 ? 0 : poisson(rate * byDay(hour % week))));
      expect(assess(rule, { all: series((hour) => poisson(20 * rate * byDay(hour % week))) })).toBe('silent');
    }
  });
});
