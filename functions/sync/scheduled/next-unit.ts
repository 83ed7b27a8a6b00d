import type { ActiveRuleset } from '../../apply/ruleset-source.ts';
import type { Rule } from '../../rules/model.ts';
import { dayText } from '../../rules/time/moment.ts';
import type { SyncContext } from '../sync-step.ts';
import { dueTick, type Running, type ScheduleState, schedulesOf } from './schedule-state.ts';

/** The rules with a schedule, and how far they are. */
export interface Held {
  context: SyncContext;
  active: ActiveRuleset;
  scheduled: readonly Rule[];
  state: ScheduleState;
  /** By unit: what went wrong in this run. */
  failures: Map<string, unknown>;
}

/** The rules over companies, which are listed for all of them at once. */
const companies = 'companies';

/** Rules over companies wait for the day's list: they are run once a day at most, whatever they say. */
export function nextUnit({ context, active, scheduled, state }: Held): Running | null {
  const now = tickOf(context);
  const zone = active.ruleset.settings.timezone;
  const failed = new Set(state.failed.flatMap(({ ticks }) => Object.keys(ticks)));
  const due = scheduled.flatMap((rule) => {
    if (failed.has(rule.id)) return [];
    const tick = dueTick(rule, state, now, zone);
    return tick === null ? [] : [{ rule, tick, isOfCompanies: schedulesOf(rule)[0]?.over === 'companies' }];
  });
  const single = due.find(({ isOfCompanies }) => !isOfCompanies);
  if (single !== undefined) return begin(single.rule.id, [single]);
  const day = dayText(now, zone);
  if (due.length === 0 || state.companies_day === day) return null;
  state.companies_day = day;
  return begin(companies, due);
}

/** Of those that failed in an earlier run. */
export function nextFailed({ state, failures }: Held): Running | null {
  const next = state.failed.find(({ unit }) => !failures.has(unit));
  if (next === undefined) return null;
  state.failed = state.failed.filter((each) => each !== next);
  return next;
}

function begin(unit: string, due: readonly { rule: Rule; tick: number }[]): Running {
  const ticks = due.map(({ rule, tick }): [string, Running['ticks'][string]] => [
    rule.id,
    { tick, key: '', counts: null },
  ]);
  return {
    unit,
    ticks: Object.fromEntries(ticks),
    phase: 'match',
    group: 0,
    after: null,
    in_hand: [],
    unnarrowed: false,
    begun_anew: false,
  };
}

/** Of rules that are gone, or have no schedule any more. */
export function forgetOthers({ scheduled, state }: Held): void {
  const ids = new Set(scheduled.map(({ id }) => id));
  state.rules = Object.fromEntries(Object.entries(state.rules).filter(([id]) => ids.has(id)));
  const isKnown = ({ ticks }: Running) => Object.keys(ticks).some((id) => ids.has(id));
  if (state.running !== null && !isKnown(state.running)) state.running = null;
  state.failed = state.failed.filter(isKnown);
}

/** Of the run, in Unix seconds. */
export function tickOf({ tick }: SyncContext): number {
  return Math.floor(tick / 1000);
}
