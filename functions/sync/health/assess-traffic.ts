import { atLeast, atMost } from './poisson.ts';

/** Finished hours, the newest first. */
export interface Traffic {
  /** Matches of the rule, in shadow too. */
  rule: readonly number[];
  /** Records of all notifications. */
  all: readonly number[];
  /** Hours since the rule's first match, or since the counters begin. */
  age: number;
}

export type TrafficProblem = { problem: 'silent' | 'spike'; hours: number; seen: number; expected: number };

const day = 24;
const week = 7 * day;
/** Hours of the past that are looked at. */
export const lookedBack = 5 * week;

/** One false alarm in 10,000 looks, if matches came independently of each other. */
const unlikely = 1e-4;
/** A spike is looked for in 24 hours at a time. */
const veryUnlikely = 1e-6;

/**
 * Whether a rule has gone silent against its own past, or matches far more than it ever did. Small counts are noise:
 * with fewer than ten matches to be expected nothing is silent, and fewer than twenty are no spike.
 */
export function assessTraffic(traffic: Traffic): TrafficProblem | null {
  return silence(traffic, day) ?? silence(traffic, week) ?? spike(traffic);
}

/**
 * The same hours of the four weeks before, for shops have quiet days; of these the least, for messages come in bursts;
 * and less where there are fewer notifications altogether, for then it is not the rule.
 */
function silence({ rule, all, age }: Traffic, hours: number): TrafficProblem | null {
  const seen = sum(rule, 0, hours);
  const [allNow, expected] = [sum(all, 0, hours), [] as number[]];
  for (const ago of [week, 2 * week, 3 * week, 4 * week]) {
    const allThen = sum(all, ago, hours);
    if (ago + hours > age || allThen === 0) continue;
    expected.push(sum(rule, ago, hours) * Math.min(1, allNow / allThen));
  }
  if (expected.length < 2) return null;
  const least = Math.min(...expected);
  // Nearly nothing is silence too.
  const isSilent = seen <= least / 20 && atMost(seen, least) < unlikely;
  return isSilent ? { problem: 'silent', hours, seen, expected: Math.round(least) } : null;
}

/** The last day's highest hour against the highest of the week before, and more where there is more of everything. */
function spike({ rule, all, age }: Traffic): TrafficProblem | null {
  if (age < day + week) return null;
  const peak = indexOfMost(rule.slice(0, day));
  const [seen, allThen] = [rule[peak] ?? 0, all[peak] ?? 0];
  const before = Array.from({ length: week }, (_, n) => {
    const hour = day + n;
    return (rule[hour] ?? 0) * Math.max(1, allThen / Math.max(1, all[hour] ?? 0));
  });
  const expected = Math.max(1, ...before);
  const isSpike = seen >= 20 && seen >= 3 * expected && atLeast(seen, expected) < veryUnlikely;
  return isSpike ? { problem: 'spike', hours: 1, seen, expected: Math.round(expected) } : null;
}

function sum(series: readonly number[], from: number, count: number): number {
  return series.slice(from, from + count).reduce((total, each) => total + each, 0);
}

function indexOfMost(series: readonly number[]): number {
  return series.reduce((best, each, n) => (each > (series[best] ?? 0) ? n : best), 0);
}
