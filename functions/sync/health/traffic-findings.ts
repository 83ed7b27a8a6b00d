import type { Rule } from '../../rules/model.ts';
import type { RuleHour } from '../../store/counters.ts';
import { assessTraffic, lookedBack, type TrafficProblem } from './assess-traffic.ts';
import type { Finding } from './health-state.ts';

const hourMs = 3_600_000;

/** What a rule's matches by hour say of it; `begin`: the last finished hour, Unix ms. */
export function trafficFindings(
  rule: Rule,
  hours: ReadonlyMap<string, RuleHour>,
  all: ReadonlyMap<string, number>,
  begin: number,
): Finding[] {
  const matches = new Map([...hours].map(([hour, { matched, shadow }]) => [hour, matched + shadow]));
  const first = [...matches].find(([, count]) => count > 0)?.[0];
  if (first === undefined) return [];
  const age = (begin - Date.parse(first)) / hourMs + 1;
  const found = assessTraffic({ rule: newestFirst(matches, begin), all: newestFirst(all, begin), age });
  // A schedule is heard of only where it changes something: silence is its work done.
  const isScheduled = rule.trigger.every((trigger) => typeof trigger === 'object');
  return found === null || (found.problem === 'silent' && isScheduled) ? [] : [trafficFinding(rule, found)];
}

function newestFirst(counts: ReadonlyMap<string, number>, begin: number): number[] {
  return Array.from(
    { length: lookedBack },
    (_, n) => counts.get(new Date(begin - n * hourMs).toISOString()) ?? 0,
  );
}

function trafficFinding({ id }: Rule, { problem, hours, seen, expected }: TrafficProblem): Finding {
  if (problem === 'silent') {
    return {
      rule: id,
      problem,
      seen: `${seen === 0 ? 'No match' : `${seen} matches`} in ${hours === 24 ? '24 hours' : '7 days'}, where ${expected} and more were usual at this time of the week.`,
      advice: `See what it matched last (ops rule ${id}) and ask why a message of today does not match (rules decide … --explain). Mend the rule, or turn it off if its time is over.`,
    };
  }
  return {
    rule: id,
    problem,
    seen: `${seen} matches in an hour of the last day; the most of the week before were ${expected}.`,
    advice: `Look at some of them (ops rule ${id}). If they are wrong, pause it (ops pause --rule ${id}), mend it, and resume it.`,
  };
}
