import { ClaimHeldError } from '../../apply/claim-held-error.ts';
import { OutOfTimeError } from '../../apply/out-of-time-error.ts';
import type { SearchFilter } from '../../intercom/search-query.ts';
import { idText } from '../../rules/json.ts';
import type { StepEnd } from '../sync-step.ts';
import { finishObject } from './apply-object.ts';
import { companyPage, isRefusedPage, type ObjectPage, searchPage } from './object-pages.ts';
import type { RuleRun } from './rule-run.ts';
import { runObject } from './run-object.ts';
import type { Running, ScheduleState } from './schedule-state.ts';
import type { ScheduledWork } from './scheduled-work.ts';
import { hasTemplate, queryFor, tagsInASearch } from './unit-query.ts';

/**
 * Runs rules over their objects: one rule over what a search finds, or all that are due over the list of companies.
 * The cursor is saved with each page, before it is worked on.
 */
export async function runUnit(
  work: ScheduledWork,
  runs: readonly [RuleRun, ...RuleRun[]],
  state: ScheduleState,
  running: Running,
): Promise<StepEnd> {
  const save = () => {
    for (const { rule, tick, key, counts } of runs) running.ticks[rule.id] = { tick, key, counts };
    return work.context.cursor.save(state);
  };
  try {
    await finishInHand(work, runs, running);
    return await runPhases(work, runs, running, save);
  } catch (error) {
    // A run that died a moment ago holds an object still, or the rate limit outlasts an object's lease: the next one
    // goes on here.
    if (error instanceof ClaimHeldError || error instanceof OutOfTimeError) return 'out_of_time';
    throw error;
  }
}

async function runPhases(
  work: ScheduledWork,
  runs: readonly [RuleRun, ...RuleRun[]],
  running: Running,
  save: () => Promise<void>,
): Promise<StepEnd> {
  const [run] = runs;
  for (;;) {
    const query = run.over === 'companies' ? 'always' : queryFor(work, run, running);
    const end = query === 'never' ? 'done' : await runPages(work, runs, { query, running, save });
    if (end === 'out_of_time') {
      await save();
      return end;
    }
    if (isLimited(runs) || !nextPhase(run, running)) return 'done';
    await save();
  }
}

/** What a run that died had begun and not finished: its decisions stand, whatever a search finds by now. */
async function finishInHand(work: ScheduledWork, runs: readonly RuleRun[], running: Running): Promise<void> {
  for (const run of runs) {
    await sideBySide(running.in_hand, (id) => work.deps.intercom.during(() => finishObject(work, run, id)));
  }
}

/** After what the rule holds for comes what carries its tags; companies are looked at for both at once. */
function nextPhase({ over, kept, rule }: RuleRun, running: Running): boolean {
  const groups = Math.ceil(kept.size / tagsInASearch);
  // What always holds never ends; but what a template renders may.
  const canEnd = rule.when !== undefined || hasTemplate({ rule });
  if (over === 'companies' || !canEnd) return false;
  running.group = running.phase === 'match' ? 0 : running.group + 1;
  running.phase = 'keep';
  running.after = null;
  return running.group < groups;
}

interface Pages {
  query: SearchFilter | 'always';
  running: Running;
  save: () => Promise<void>;
}

async function runPages(
  work: ScheduledWork,
  runs: readonly RuleRun[],
  { query, running, save }: Pages,
): Promise<StepEnd> {
  for (;;) {
    if (work.context.isOutOfTime() || (await isPaused(work))) return 'out_of_time';
    const page = await readPage(work, runs, running.unnarrowed ? 'always' : query, running);
    if (page === 'again') continue;
    // Intercom's own clock, by the answer that held these objects.
    const seenAt = Math.floor((work.context.intercomNow() ?? work.context.now()) / 1000);
    running.in_hand = page.objects.flatMap(({ id }) => idText(id) ?? []);
    await save();
    await sideBySide(page.objects, (object) =>
      work.deps.intercom.during(async () => {
        for (const run of runs) await runObject(work, run, object, { phase: running.phase, seenAt });
      }),
    );
    if (page.after === null || page.after === running.after || isLimited(runs)) return 'done';
    running.after = page.after;
  }
}

async function isPaused({ deps }: ScheduledWork): Promise<boolean> {
  return (await deps.brakes.current()).pause !== null;
}

/**
 * A cursor that Intercom refuses begins anew, once. A search that it refuses is asked again without what was pushed
 * down: all of it is evaluated here anyway.
 */
async function readPage(
  { context }: ScheduledWork,
  [run]: readonly RuleRun[],
  query: SearchFilter | 'always',
  running: Running,
): Promise<ObjectPage | 'again'> {
  const over = run?.over ?? 'companies';
  try {
    return over === 'companies'
      ? await companyPage(context.intercom, running.after)
      : await searchPage(context.intercom, over, query, running.after);
  } catch (error) {
    const isCursor = running.after !== null && !running.begun_anew;
    if (!isRefusedPage(error) || (!isCursor && query === 'always')) throw error;
    context.log.warn(
      'a search was refused, and is asked anew',
      { rule: run?.rule.id, cursor: isCursor },
      error,
    );
    context.count('searches_refused');
    if (isCursor) running.begun_anew = true;
    else running.unnarrowed = true;
    running.after = null;
    return 'again';
  }
}

/** All of them come to their end, whatever becomes of one: what is under way must not outlive the run. */
async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const settled = await Promise.allSettled(items.map(work));
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** A rule whose hour is used up goes on with its next tick. */
function isLimited(runs: readonly RuleRun[]): boolean {
  return runs.every(({ limited }) => limited);
}
