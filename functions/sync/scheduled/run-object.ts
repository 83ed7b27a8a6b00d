import { classifyFailure } from '../../apply/classify-failure.ts';
import type { JsonObject } from '../../rules/json.ts';
import { type AppliedObject, applyObject, concernsAll, shadowKey } from './apply-object.ts';
import { type DecidedObject, decideObject } from './decide-object.ts';
import { endTags } from './end-tags.ts';
import type { RuleRun } from './rule-run.ts';
import type { Running } from './schedule-state.ts';
import type { ScheduledWork } from './scheduled-work.ts';

/** One rule on one object: what holds is applied, what holds no longer ends. */
export async function runObject(
  work: ScheduledWork,
  run: RuleRun,
  object: JsonObject,
  { phase, seenAt }: { phase: Running['phase']; seenAt: number },
): Promise<void> {
  if (run.limited) return;
  const { counts } = run;
  counts.seen += 1;
  const decided = await decideOrLeave(work, run, object, seenAt);
  if (decided === null) return;
  const { decision } = decided.factual;
  const isMatch = decision.matched.length > 0;
  if (!isMatch && decision.needs.length > 0) counts.unknown += 1;
  if (isMatch && phase === 'match') {
    counts.matched += 1;
    note(run, 'changed', await applyMatch(work, run, decided));
  }
  if (run.kept.size > 0 && (phase === 'keep' || run.over === 'companies')) {
    note(run, 'ended', await endTags(work, run, decided));
  }
}

/** An object that has gone since the search, or of which nothing can be said, keeps no other waiting. */
async function decideOrLeave(
  work: ScheduledWork,
  run: RuleRun,
  object: JsonObject,
  seenAt: number,
): Promise<DecidedObject | null> {
  try {
    return await decideObject(work, run, object, seenAt);
  } catch (error) {
    const { kind } = classifyFailure(error);
    if (concernsAll.has(kind)) throw error;
    if (kind === 'not_found') return null;
    run.counts.failed += 1;
    work.deps.log.warn('a scheduled rule could not be decided', { rule: run.rule.id }, error);
    return null;
  }
}

/** A match that changes nothing leaves no record: at every tick there would be one of every object. */
async function applyMatch(
  work: ScheduledWork,
  run: RuleRun,
  decided: DecidedObject,
): Promise<AppliedObject | null> {
  const { rule } = run;
  const { decision } = decided.factual;
  const would = decision.matched.flatMap((each) => each.would ?? []);
  if (rule.mode === 'shadow') return would.length === 0 ? null : applyShadow(work, run, decided);
  if (rule.once) {
    const before = await work.deps.ledger.matchedOnce(decided.subject);
    if (before.includes(rule.id)) return null;
  } else if (decision.changes.length === 0) {
    return null;
  }
  return applyObject(work, run, decided);
}

function applyShadow(work: ScheduledWork, run: RuleRun, decided: DecidedObject): Promise<AppliedObject> {
  const notification = { ...decided.notification, id: shadowKey(run) };
  return applyObject(work, run, { ...decided, notification });
}

function note(run: RuleRun, kind: 'changed' | 'ended', applied: AppliedObject | null): void {
  const { counts } = run;
  if (applied === 'changed') counts[kind] += 1;
  if (applied === 'failed') counts.failed += 1;
  if (applied === 'held_back') {
    counts.held_back += 1;
    run.limited = true;
  }
}
