/** From what the matched rules ask for to one delta for each object: conflicts first, then no-ops. */

import type { CompiledRule } from '../compile/compiled.ts';
import type { Facts } from '../facts/extract-facts.ts';
import { UNKNOWN } from '../facts/holding.ts';
import type { HeldTags } from '../facts/tags.ts';
import type { Change, Conflict, TagRef } from '../model.ts';
import type { Operation } from './operations.ts';
import { findHeld, isShownAbsent, nameKey, tagKey } from './tag-identity.ts';
import { tagsOn, targetKey, targetOrder } from './targets.ts';

export interface Merged {
  conflicts: Conflict[];
  changes: Change[];
}

/** Tag names by the key of each name in their group. */
export type ExclusiveGroups = ReadonlyMap<string, readonly string[]>;

/** `operations` in the order of `matched`, each rule's as written. */
export function mergeOperations(
  operations: readonly Operation[],
  exclusive: ExclusiveGroups,
  facts: Facts,
): Merged {
  if (operations.length === 0) {
    return { conflicts: [], changes: [] };
  }
  const held = heldTags(operations, facts);
  const entries = operations.flatMap((operation) => withImplied(operation, exclusive, held));
  const verdicts = settle(entries);
  return {
    conflicts: conflictsOf(entries),
    changes: inTargetOrder(changesOf(entries, verdicts, held), facts),
  };
}

/** One operation on its way: `parent` is the addition that, in an exclusive group, implies this removal. */
interface Entry extends Operation {
  slot: string;
  parent?: Entry;
  lostTo?: Entry;
}

type Held = ReadonlyMap<string, HeldTags | undefined | typeof UNKNOWN>;

function heldTags(operations: readonly Operation[], facts: Facts): Held {
  return new Map(operations.map(({ target }) => [targetKey(target), tagsOn(target, facts)]));
}

/** Adding one of a group removes the others. */
function withImplied(operation: Operation, exclusive: ExclusiveGroups, held: Held): Entry[] {
  const object = targetKey(operation.target);
  const key = tagKey(operation.tag, held.get(object));
  const entry: Entry = { ...operation, slot: `${object} ${key}` };
  const others =
    operation.op === 'add' ? (exclusive.get(key) ?? []).filter((name) => nameKey(name) !== key) : [];
  const implied = others.map(
    (tag): Entry => ({ ...operation, op: 'remove', tag, slot: `${object} ${nameKey(tag)}`, parent: entry }),
  );
  return [entry, ...implied];
}

/** For each tag on each object the operation that stands: of the higher priority, then of the later rule. */
function settle(entries: readonly Entry[]): Map<string, Entry> {
  const verdicts = new Map<string, Entry>();
  for (const entry of strongestFirst(entries)) {
    const standing = verdicts.get(entry.slot);
    const opposed = standing !== undefined && standing.op !== entry.op;
    if (opposed && standing.rule !== entry.rule) {
      entry.lostTo = standing;
    } else if ((standing === undefined || opposed) && entry.parent?.lostTo === undefined) {
      // Within one rule the later wins.
      verdicts.set(entry.slot, entry);
    }
  }
  return verdicts;
}

function strongestFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => strength(a.rule, b.rule));
}

function strength(a: CompiledRule, b: CompiledRule): number {
  return b.priority - a.priority || b.place - a.place;
}

function conflictsOf(entries: readonly Entry[]): Conflict[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const { lostTo, rule, op, target } = entry;
    const key = `${rule.place} ${entry.slot}`;
    if (lostTo === undefined || seen.has(key)) {
      return [];
    }
    seen.add(key);
    const kept = { rule: lostTo.rule.id, op: lostTo.op };
    return [{ tag: lostTo.tag, target: { ...target }, kept, dropped: { rule: rule.id, op } }];
  });
}

function changesOf(entries: readonly Entry[], verdicts: ReadonlyMap<string, Entry>, held: Held): Change[] {
  const changes = new Map<string, Change>();
  const done = new Set<string>();
  for (const { slot, op, target } of entries) {
    const verdict = verdicts.get(slot);
    if (verdict?.op === op && !done.has(slot)) {
      done.add(slot);
      const object = targetKey(target);
      const tag = effective(verdict, held.get(object));
      if (tag !== undefined) {
        const change = changes.get(object) ?? { target: { ...target }, add: [], remove: [] };
        change[op].push(tag);
        changes.set(object, change);
      }
    }
  }
  return [...changes.values()];
}

function inTargetOrder(changes: Change[], facts: Facts): Change[] {
  if (changes.length < 2) {
    return changes;
  }
  const order = targetOrder(facts);
  const rank = ({ target }: Change) => order.get(targetKey(target)) ?? order.size;
  return changes.sort((a, b) => rank(a) - rank(b));
}

/** The tag as it is to be added or removed; undefined where the facts show that as done. */
function effective({ op, tag }: Entry, held: HeldTags | undefined | typeof UNKNOWN): TagRef | undefined {
  const carried = held === undefined || held === UNKNOWN ? undefined : findHeld(tag, held);
  if (op === 'add') {
    return carried === undefined ? tag : undefined;
  }
  return isShownAbsent(tag, held) ? undefined : (carried?.name ?? tag);
}
