/** Which rules a topic concerns, and what such a notification is about. */

import type { Rule, ScheduleOver, TargetType } from '../model.ts';
import { matchesGlob, subjectTypes } from '../topics.ts';

/** The patterns that a rule answers to; a schedule's own topic is `schedule:<rule id>`. */
export interface RuleTrigger {
  patterns: readonly string[];
  /** Of a schedule. */
  over: { topic: string; type: TargetType } | undefined;
}

export interface TopicPlans {
  /** For each position in the ruleset's rules whether the topic concerns it. */
  concerns(topic: string): Uint8Array;
  /** What a scheduled rule runs over; null for other topics. */
  scheduledType(topic: string): TargetType | null;
}

export function triggerOf(rule: Rule): RuleTrigger {
  const topic = `schedule:${rule.id}`;
  const schedule = rule.trigger.find((trigger) => typeof trigger === 'object');
  const patterns = rule.trigger.filter((trigger) => typeof trigger === 'string');
  return {
    patterns: schedule === undefined ? patterns : [...patterns, topic],
    over: schedule && { topic, type: typesOver[schedule.over] },
  };
}

/** Rules are grouped by their triggers; each topic met is worked out once and kept. */
export function planTopics(triggers: readonly RuleTrigger[]): TopicPlans {
  const groups = groupsOf(triggers);
  const known = new Map<string, Uint8Array>();
  const scheduled = new Map(triggers.flatMap(({ over }) => (over ? [[over.topic, over.type] as const] : [])));
  const none = new Uint8Array(triggers.length);
  const concerns = (topic: string): Uint8Array => {
    const plan = known.get(topic) ?? positionsOf(groups, topic, triggers.length);
    if (plan === undefined) {
      return none;
    }
    // Only what can recur is kept: whoever sends made-up topics fills no memory.
    if (subjectTypes.has(topic) || topic.startsWith('source:')) {
      known.set(topic, plan);
    }
    return plan;
  };
  return { concerns, scheduledType: (topic) => scheduled.get(topic) ?? null };
}

const typesOver: Record<ScheduleOver, TargetType> = {
  conversations: 'conversation',
  contacts: 'contact',
  companies: 'company',
};

interface Group {
  patterns: readonly string[];
  positions: number[];
}

function groupsOf(triggers: readonly RuleTrigger[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [position, { patterns }] of triggers.entries()) {
    const key = patterns.join('\n');
    const group = groups.get(key) ?? { patterns, positions: [] };
    group.positions.push(position);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function positionsOf(groups: readonly Group[], topic: string, count: number): Uint8Array | undefined {
  const concerned = groups.filter(({ patterns }) => patterns.some((pattern) => fits(pattern, topic)));
  if (concerned.length === 0) {
    return undefined;
  }
  const plan = new Uint8Array(count);
  for (const { positions } of concerned) {
    for (const position of positions) {
      plan[position] = 1;
    }
  }
  return plan;
}

/** Whether a trigger's pattern answers to a topic. Globs are over Intercom's: `*` is no source and no schedule. */
export function fits(pattern: string, topic: string): boolean {
  return topic.includes(':') ? pattern === topic : matchesGlob(pattern, topic);
}
