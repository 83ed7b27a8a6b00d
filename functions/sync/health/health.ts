import type { Rule } from '../../rules/model.ts';
import { createCounters, type RuleHour } from '../../store/counters.ts';
import { createTagCatalogue } from '../../store/tag-catalogue.ts';
import { findStaleTags } from '../catalogue/find-stale-tags.ts';
import type { StepEnd, SyncContext, SyncStep } from '../sync-step.ts';
import { isRemovedAgain } from './assess-removals.ts';
import { lookedBack } from './assess-traffic.ts';
import { countRemovals } from './count-removals.ts';
import {
  type Finding,
  type HealthState,
  healthResumeSchema,
  healthStateSchema,
  healthStep,
  mostFindings,
} from './health-state.ts';
import { trafficFindings } from './traffic-findings.ts';

const hourMs = 3_600_000;
/** Each is five weeks of hours. */
const rulesAtOnce = 10;
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
    const all = [...lasting, ...stale.map(staleFinding)];
    const unhealthy = new Set(all.map(({ rule }) => rule)).size;
    const findings = all.slice(0, mostFindings);
    const checked_at = new Date(context.now()).toISOString();
    await context.cursor.save({ ...kept, checked_at, rules: rules.length, findings, unhealthy });

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
  const { now, isOutOfTime, resume } = context;
  const begin = Math.floor((now() - settledMs) / hourMs) * hourMs - hourMs;
  const hour = new Date(begin).toISOString();
  if (state.hour === hour) return 'done';
  const { all, range } = await allTraffic(context, begin);
  const counters = createCounters(context.dynamo, context.tableName, context.table);
  const stopped = await resume.read(healthResumeSchema);
  const before = stopped?.hour === hour ? stopped : { done: 0, findings: [] };
  const findings = [...before.findings];
  for (let done = before.done; done < rules.length; done += rulesAtOnce) {
    // Until all have been looked at, what was found before stands.
    if (isOutOfTime()) {
      await resume.save({ hour, done, findings: findings.slice(0, mostFindings) });
      return 'out_of_time';
    }
    const found = await Promise.all(
      rules.slice(done, done + rulesAtOnce).map(async (rule) => {
        const hours = await counters.ofRule(rule.id, range);
        const removals = await removalFindings(context, rule, hours, state);
        return [...trafficFindings(rule, hours, all, begin), ...removals];
      }),
    );
    findings.push(...found.flat());
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
