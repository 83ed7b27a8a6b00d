import type { Finding } from './finding.ts';
import type { LintedRule } from './linted-rule.ts';

/** `stop` rules with nothing to stop, and rules that a `stop` rule never lets be considered. `rules` without `off` ones. */
export function findStops(rules: readonly LintedRule[]): Finding[] {
  const stops = rules.filter(({ rule }) => rule.stop && rule.mode === 'live');
  return [...findIdle(stops, rules), ...findAlwaysStopped(stops, rules)];
}

function findIdle(stops: readonly LintedRule[], rules: readonly LintedRule[]): Finding[] {
  const lowest = new Map<string, number>();
  for (const { rule, topics } of rules) {
    for (const topic of topics)
      lowest.set(topic, Math.min(lowest.get(topic) ?? rule.priority, rule.priority));
  }
  return stops
    .filter(({ rule, topics }) => ![...topics].some((topic) => Number(lowest.get(topic)) < rule.priority))
    .map(({ rule, index }) => ({
      code: 'idle_stop',
      rule: rule.id,
      steps: ['rules', index, 'stop'],
      message:
        'This "stop" does nothing: no rule on these triggers has a lower priority. Raise this rule\'s priority, or leave "stop" out.',
    }));
}

/** A rule meets the stop rules of its own topics only; few rulesets have many. */
const maxTries = 500;

function findAlwaysStopped(stops: readonly LintedRule[], rules: readonly LintedRule[]): Finding[] {
  // A rule that matches but once for a subject lets the others pass after that.
  const lasting = stops.filter(({ rule }) => !rule.once);
  const byTopic = new Map<string, LintedRule[]>();
  for (const stop of lasting) {
    for (const topic of stop.topics) {
      const known = byTopic.get(topic);
      if (known) known.push(stop);
      else byTopic.set(topic, [stop]);
    }
  }
  return rules.flatMap((rule) => {
    const [topic = ''] = rule.topics;
    const stop = byTopic
      .get(topic)
      ?.slice(0, maxTries)
      .find((each) => alwaysStops(each, rule));
    if (stop === undefined) return [];
    return [
      {
        code: 'always_stopped',
        rule: rule.rule.id,
        steps: ['rules', rule.index],
        message: `This rule is never considered: wherever it could match, "${stop.rule.id}" matches first and stops. Give it a priority of at least ${stop.rule.priority}.`,
      } satisfies Finding,
    ];
  });
}

/** All that the stop rule asks for, this rule asks for too. */
function alwaysStops(stop: LintedRule, { rule, topics, keys }: LintedRule): boolean {
  return (
    stop.rule.priority > rule.priority &&
    [...topics].every((topic) => stop.topics.has(topic)) &&
    [...stop.keys].every((key) => keys.has(key))
  );
}
