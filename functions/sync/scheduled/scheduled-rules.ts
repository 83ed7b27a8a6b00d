import { IntercomRateLimitError } from '../../intercom/errors/intercom-rate-limit-error.ts';
import { LeaseLostError } from '../../store/runs.ts';
import type { StepEnd, SyncStep } from '../sync-step.ts';
import { forgetOthers, type Held, nextFailed, nextUnit, tickOf } from './next-unit.ts';
import { type RuleRun, startRuleRun } from './rule-run.ts';
import { runUnit } from './run-unit.ts';
import {
  noteSchedules,
  type Running,
  type ScheduleState,
  scheduleStateSchema,
  schedulesOf,
} from './schedule-state.ts';
import { type ScheduledWork, startScheduledWork } from './scheduled-work.ts';

/**
 * The rules with a schedule, each for its newest tick that is due by the sync's own: the time that EventBridge gives.
 * Where a run stops stands in the step's cursor, so that it outlives the run; what was decided for an object stands
 * in that object's record, so that a page that is looked at again costs no change that was made.
 */
export const scheduledRules: SyncStep = {
  name: 'scheduled_rules',
  keepsItsPlace: true,
  async run(context) {
    const active = await context.rulesets();
    const state = (await context.cursor.read(scheduleStateSchema)) ?? newState();
    const scheduled = active.ruleset.rules.filter(
      (rule) => rule.mode !== 'off' && schedulesOf(rule).length > 0,
    );
    const held: Held = { context, active, scheduled, state, failures: new Map() };
    forgetOthers(held);
    const end = await runDue(held);
    for (const rule of scheduled) noteSchedules(rule, state, tickOf(context));
    await context.cursor.save(state);
    context.report({ rules: lastRuns(held) });
    if (held.failures.size > 0) throw [...held.failures.values()][0];
    return end;
  },
};

function newState(): ScheduleState {
  return { rules: {}, companies_day: null, running: null, failed: [] };
}

/** Where so many rules fail, it is not for them. */
const mostFailures = 3;

async function runDue(held: Held): Promise<StepEnd> {
  let work: ScheduledWork | undefined;
  for (;;) {
    const running = held.state.running ?? nextUnit(held) ?? nextFailed(held);
    if (running === null) return 'done';
    held.state.running = running;
    if (held.context.isOutOfTime()) return 'out_of_time';
    work ??= await startScheduledWork(held.context);
    const { pause, rules: paused } = await work.deps.brakes.current();
    if (pause !== null) return 'done';

    const runs = runsOf(held, running, work).filter(({ rule }) => !paused.has(rule.id));
    const ended = await runOrSetAside(held, work, running, runs);
    if (ended === 'out_of_time') return ended;
    if (ended === 'done') endUnit(held, running, runs);
    // A paused rule's tick waits: until then it is not looked for again.
    held.scheduled = held.scheduled.filter(({ id }) => !paused.has(id));
    await held.context.cursor.save(held.state);
  }
}

/** What fails keeps its place and no other rule waiting: it is gone on with in the next run, after all that is due. */
async function runOrSetAside(
  { context, state, failures }: Held,
  work: ScheduledWork,
  running: Running,
  [first, ...others]: readonly RuleRun[],
): Promise<StepEnd | 'failed'> {
  if (first === undefined) return 'done';
  try {
    return await runUnit(work, [first, ...others], state, running);
  } catch (error) {
    failures.set(running.unit, error);
    if (error instanceof IntercomRateLimitError || error instanceof LeaseLostError) throw error;
    if (failures.size >= mostFailures) throw error;
    context.log.warn('a scheduled rule could not be run', { rule: running.unit }, error);
    state.running = null;
    state.failed.push(running);
    return 'failed';
  }
}

/** A rule that has changed since its tick was begun has it begun anew. */
function runsOf({ active, scheduled }: Held, running: Running, work: ScheduledWork): RuleRun[] {
  const runs = Object.entries(running.ticks).flatMap(([id, { tick, counts }]) => {
    const rule = scheduled.find((each) => each.id === id);
    return rule === undefined ? [] : [startRuleRun(rule, { tick, counts }, active, work.tags)];
  });
  const isChanged = ({ rule, key }: RuleRun) => {
    const known = running.ticks[rule.id]?.key ?? '';
    return known !== '' && known !== key;
  };
  if (runs.some(isChanged)) {
    Object.assign(running, { phase: 'match', group: 0, after: null, unnarrowed: false, begun_anew: false });
  }
  return runs;
}

function endUnit({ context, state }: Held, { ticks }: Running, runs: readonly RuleRun[]): void {
  state.running = null;
  const endedAt = new Date(context.now()).toISOString();
  for (const { rule, tick, counts, limited } of runs) {
    const last_run = { ...counts, tick: iso(ticks[rule.id]?.tick ?? tick), ended_at: endedAt, limited };
    state.rules[rule.id] = { since: {}, ...state.rules[rule.id], last: tick, last_run };
    for (const [name, count] of Object.entries(counts)) context.count(name, count);
    context.count('rules');
  }
}

function lastRuns({ state }: Held): object[] {
  return Object.entries(state.rules).flatMap(([rule, { last_run }]) =>
    last_run === undefined ? [] : [{ rule, ...last_run }],
  );
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
