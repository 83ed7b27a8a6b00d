import type { Conflict } from '../model.ts';
import { type Entry, strongestFirst } from './entry.ts';
import { targetKey } from './targets.ts';

/** Finds out which operations stand: `verdicts` of each object. Where two contradict each other, the stronger does. */
export function settle(entries: readonly Entry[]): Conflict[] {
  return settleApart(entries) ? [] : settleFromStrongest(entries);
}

/** Most decisions touch each tag once, so that every operation stands. False where one does not. */
function settleApart(entries: readonly Entry[]): boolean {
  for (const entry of entries) {
    const { verdicts } = entry.object;
    if (verdicts.has(entry.key)) {
      return false;
    }
    verdicts.set(entry.key, entry);
  }
  return true;
}

/** For each tag on each object the operation that stands: of the higher priority, then of the later rule. */
function settleFromStrongest(entries: readonly Entry[]): Conflict[] {
  for (const { object } of entries) {
    object.verdicts.clear();
  }
  for (const entry of strongestFirst(entries)) {
    const { verdicts } = entry.object;
    const standing = verdicts.get(entry.key);
    const opposed = standing !== undefined && standing.op !== entry.op;
    if (opposed && standing.rule !== entry.rule) {
      entry.lostTo = standing;
    } else if ((standing === undefined || opposed) && entry.parent?.lostTo === undefined) {
      // Within one rule the later wins.
      verdicts.set(entry.key, entry);
    }
  }
  return conflictsOf(entries);
}

function conflictsOf(entries: readonly Entry[]): Conflict[] {
  const seen = new Set<string>();
  const conflicts: Conflict[] = [];
  for (const { lostTo, rule, op, key, object } of entries) {
    if (lostTo !== undefined) {
      const told = `${rule.place} ${targetKey(object.target)} ${key}`;
      if (!seen.has(told)) {
        seen.add(told);
        const kept = { rule: lostTo.rule.id, op: lostTo.op };
        conflicts.push({
          tag: lostTo.tag,
          target: { ...object.target },
          kept,
          dropped: { rule: rule.id, op },
        });
      }
    }
  }
  return conflicts;
}
