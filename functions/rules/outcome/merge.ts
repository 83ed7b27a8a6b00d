/** From what the matched rules ask for to one delta for each object: conflicts first, then no-ops. */

import type { Facts } from '../facts/extract-facts.ts';
import { UNKNOWN } from '../facts/holding.ts';
import type { HeldTag, HeldTags } from '../facts/tags.ts';
import type { Change, Conflict, Origin, Satisfied, TagRef, Target } from '../model.ts';
import type { Entry, Idle, Standing, TaggedObject } from './entry.ts';
import type { Operation } from './operations.ts';
import { originsOf, satisfiedOf } from './origins-of.ts';
import { settle } from './settle.ts';
import { findHeld, isShownAbsent, nameKey, tagKey } from './tag-identity.ts';
import { tagsOn, targetKey, targetOrder } from './targets.ts';

export interface Merged {
  conflicts: Conflict[];
  changes: Change[];
  /** One for each tag of the changes, in no order. */
  origins: () => Origin[];
  satisfied: () => Satisfied[];
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
    return { conflicts: [], changes: [], origins: () => [], satisfied: () => [] };
  }
  const entries = entriesOf(operations, exclusive, facts);
  const conflicts = settle(entries);
  const { changes, standing, idle } = changesOf(entries);
  return {
    conflicts,
    changes: inTargetOrder(changes, facts),
    origins: () => originsOf(standing, entries),
    satisfied: () => satisfiedOf(idle, entries),
  };
}

function entriesOf(operations: readonly Operation[], exclusive: ExclusiveGroups, facts: Facts): Entry[] {
  const entries: Entry[] = [];
  const objects = new Map<string, TaggedObject>();
  let object: TaggedObject | undefined;
  for (const { rule, target, op, tag, template, key: known } of operations) {
    // Most are for the same object as the one before.
    object = object?.target === target ? object : objectOf(target, objects, facts);
    const key = known ?? tagKey(tag, object.held);
    const entry: Entry = { rule, op, tag, key, object, parent: undefined, lostTo: undefined, template };
    entries.push(entry);
    if (op === 'add') {
      addImplied(entry, exclusive, entries);
    }
  }
  return entries;
}

function objectOf(target: Target, objects: Map<string, TaggedObject>, facts: Facts): TaggedObject {
  const key = targetKey(target);
  const known = objects.get(key) ?? { target, held: tagsOn(target, facts), verdicts: new Map() };
  objects.set(key, known);
  return known;
}

/** Adding one of a group removes the others. */
function addImplied(added: Entry, exclusive: ExclusiveGroups, entries: Entry[]): void {
  for (const tag of exclusive.get(added.key) ?? []) {
    const key = nameKey(tag);
    if (key !== added.key) {
      entries.push({ ...added, op: 'remove', tag, key, parent: added, template: false });
    }
  }
}

interface Settled {
  changes: Change[];
  standing: Standing[];
  idle: Idle[];
}

/** In the order in which the objects come first. */
function changesOf(entries: readonly Entry[]): Settled {
  const changes = new Map<TaggedObject, Change>();
  const standing: Standing[] = [];
  const idle: Idle[] = [];
  for (const { key, op, object } of entries) {
    const verdict = object.verdicts.get(key);
    if (verdict?.op === op) {
      // Once for each tag, however many rules ask for it.
      object.verdicts.delete(key);
      const carried = carriedBy(object.held, verdict.tag);
      const tag = effective(verdict, object.held, carried);
      if (tag === undefined) {
        idle.push({ target: object.target, tag: verdict.tag, verdict, carried });
      } else {
        const change = changes.get(object) ?? { target: { ...object.target }, add: [], remove: [] };
        change[op].push(tag);
        changes.set(object, change);
        standing.push({ target: change.target, tag, verdict });
      }
    }
  }
  return { changes: [...changes.values()], standing, idle };
}

function inTargetOrder(changes: Change[], facts: Facts): Change[] {
  if (changes.length < 2) {
    return changes;
  }
  const byTarget = new Map(changes.map((change) => [targetKey(change.target), change]));
  return targetOrder(facts).flatMap((key) => byTarget.get(key) ?? []);
}

/** The tag as it is to be added or removed; undefined where the facts show that as done. */
function effective(
  { op, tag }: Entry,
  held: HeldTags | undefined | typeof UNKNOWN,
  carried: HeldTag | undefined,
): TagRef | undefined {
  if (op === 'add') {
    return carried === undefined ? tag : undefined;
  }
  return isShownAbsent(tag, held) ? undefined : (carried?.name ?? tag);
}

function carriedBy(held: HeldTags | undefined | typeof UNKNOWN, tag: TagRef): HeldTag | undefined {
  return held === undefined || held === UNKNOWN ? undefined : findHeld(tag, held);
}
