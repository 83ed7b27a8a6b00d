import type { Rule } from '../../rules/model.ts';
import { createCounters, type RuleHour } from '../../store/counters.ts';
import { createTagCatalogue } from '../../store/tag-catalogue.ts';
import { findStaleTags } from '../catalogue/find-stale-tags.ts';
import type { StepEnd, SyncContext, SyncStep } from '../sync-step.ts';
import { isRemovedAgain } from './assess-removals.ts';
import { assessTraffic, lookedBack, type TrafficProblem } from './assess-traffic.ts';
import { countRemovals } from './count-removals.ts';
import { type Finding, type HealthState, healthStateSchema, healthStep } from './health-state.ts';

const hourMs = 3_600_000;
/** Until the counters have the last hour. */
const settledMs = 10 * 60_000;

/**
 * Which rules want a person's look: once an hour by their traffic, once a day by what became of their tags, and in
 * each run by the catalogue. One metric counts them.
 */
export const checkHealth: SyncStep = {
  name: healthStep,
  async run(context) {
    const { ruleset } = await context.rulesets();
    const rules = ruleset.rules.filter(({ mode }) => mode !== 'off');
    const state = (await context.cursor.read(healthStateSchema)) ?? newState;
    const kept = { ...state, removals: ofRules(state.removals, rules) };
    const end = await lookAtRules(context, rules, kept);

    const catalogue = createTagCatalogue(context.dynamo, context.tableName, context.table, context.now);
    const stale = findStaleTags(ruleset, await catalogue.readAll());
    const ids = new Set(rules.map(({ id }) => id));
    const lasting = kept.findings.filter(({ rule, problem }) => ids.has(rule) && !problem.startsWith('tag_'));
    const findings = [...lasting, ...stale.map(staleFinding)];
    const checked_at = new Date(context.now()).toISOString();
    await context.cursor.save({ ...kept, checked_at, rules: rules.length, findings });

    const unhealthy = new Set(findings.map(({ rule }) => rule)).size;
    context.count('unhealthy_rules', unhealthy);
    context.report({ findings });
    // Zero as well: an alarm must see it end.
    context.metrics.count('UnhealthyRules', unhealthy);
    return end;
  },
};

const newState: HealthState = { checked_at: '', hour: null, rules: 0, findings: [], removals: {} };

/** Traffic and removals, once for each finished hour. */
async function lookAtRules(
  context: SyncContext,
  rules: readonly Rule[],
  state: HealthState,
): Promise<StepEnd> {
  const { now, isOutOfTime } = context;
  const begin = Math.floor((now() - settledMs) / hourMs) * hourMs - hourMs;
  const hour = new Date(begin).toISOString();
  if (state.hour === hour) return 'done';
  const { all, range } = await allTraffic(context, begin);
  const findings: Finding[] = [];
  for (const rule of rules) {
    // The next run begins the hour anew; until then what was found before stands.
    if (isOutOfTime()) return 'out_of_time';
    const hours = await createCounters(context.dynamo, context.tableName, context.table).ofRule(
      rule.id,
      range,
    );
    findings.push(...trafficFindings(rule, hours, all, begin));
    findings.push(...(await removalFindings(context, rule, hours, state)));
  }
  Object.assign(state, { hour, findings });
  return 'done';
}

async function allTraffic({ dynamo, tableName, table }: SyncContext, begin: number) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const range = { from: iso(begin - (lookedBack - 1) * hourMs), to: iso(begin + hourMs) };
  const totals = await createCounters(dynamo, tableName, table).totals(range);
  return { range, all: new Map([...totals].map(([hour, { records }]) => [hour, records])) };
}

function trafficFindings(
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

async function removalFindings(
  context: SyncContext,
  { id, mode }: Rule,
  hours: ReadonlyMap<string, RuleHour>,
  state: HealthState,
): Promise<Finding[]> {
  const day = new Date(context.now()).toISOString().slice(0, 10);
  const hasTagged = [...hours.values()].some(({ tagged }) => tagged > 0);
  const known = state.removals[id];
  if (mode === 'live' && hasTagged && known?.day !== day) {
    state.removals[id] = { day, ...(await countRemovals(context, id)) };
  }
  const removals = state.removals[id];
  if (removals === undefined || !isRemovedAgain(removals)) return [];
  const { checked, removed } = removals;
  return [
    {
      rule: id,
      problem: 'removed_again',
      seen: `Of ${checked} tags that it set in the last week, people have taken ${removed} off again.`,
      advice: `Look at what it matched (ops rule ${id}) and leave out what is wrong, by none or except; put it in shadow meanwhile (mode: shadow).`,
    },
  ];
}

function staleFinding({ rule, problem, advice }: ReturnType<typeof findStaleTags>[number]): Finding {
  const [seen = '', ...rest] = advice.split('. ');
  return { rule, problem: `tag_${problem}`, seen: `${seen}.`, advice: rest.join('. ') };
}

function ofRules(removals: HealthState['removals'], rules: readonly Rule[]): HealthState['removals'] {
  const ids = new Set(rules.map(({ id }) => id));
  return Object.fromEntries(Object.entries(removals).filter(([id]) => ids.has(id)));
}
