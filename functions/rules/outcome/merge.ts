/** From what the matched rules ask for to one delta for each object: conflicts first, then no-ops. */

import type { CompiledRule } from '../compile/compiled.ts';
import type { Facts } from '../facts/extract-facts.ts';
import { UNKNOWN } from '../facts/holding.ts';
import type { HeldTags } from '../facts/tags.ts';
import type { Change, Conflict, Origin, TagRef, Target } from '../model.ts';
import type { Operation } from './operations.ts';
import { findHeld, isShownAbsent, nameKey, tagKey } from './tag-identity.ts';
import { tagsOn, targetKey, targetOrder } from './targets.ts';

export interface Merged {
  conflicts: Conflict[];
  changes: Change[];
  /** One for each tag of the changes, in no order. */
  origins: () => Origin[];
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
    return { conflicts: [], changes: [], origins: () => [] };
  }
  const entries = entriesOf(operations, exclusive, facts);
  const conflicts = settleApart(entries) ? [] : settle(entries);
  const { changes, standing } = changesOf(entries);
  return {
    conflicts,
    changes: inTargetOrder(changes, facts),
    origins: () => originsOf(standing, entries),
  };
}

/** An object that operations are for. */
interface TaggedObject {
  target: Target;
  held: HeldTags | undefined | typeof UNKNOWN;
  /** The operation that stands, by tag. */
  verdicts: Map<string, Entry>;
}

/** One operation on its way: `parent` is the addition that, in an exclusive group, implies this removal. */
interface Entry {
  rule: CompiledRule;
  op: Operation['op'];
  tag: TagRef;
  /** The same for all ways in which the tag is written. */
  key: string;
  object: TaggedObject;
  parent: Entry | undefined;
  lostTo: Entry | undefined;
  template: boolean;
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
function settle(entries: readonly Entry[]): Conflict[] {
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

function strongestFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => strength(a.rule, b.rule));
}

function strength(a: CompiledRule, b: CompiledRule): number {
  return b.priority - a.priority || b.place - a.place;
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

/** A tag of the changes, as it is written there, and the operation that stands. */
interface Standing {
  change: Change;
  tag: TagRef;
  verdict: Entry;
}

/** In the order in which the objects come first. */
function changesOf(entries: readonly Entry[]): { changes: Change[]; standing: Standing[] } {
  const changes = new Map<TaggedObject, Change>();
  const standing: Standing[] = [];
  for (const { key, op, object } of entries) {
    const verdict = object.verdicts.get(key);
    if (verdict?.op === op) {
      // Once for each tag, however many rules ask for it.
      object.verdicts.delete(key);
      const tag = effective(verdict, object.held);
      if (tag !== undefined) {
        const change = changes.get(object) ?? { target: { ...object.target }, add: [], remove: [] };
        change[op].push(tag);
        changes.set(object, change);
        standing.push({ change, tag, verdict });
      }
    }
  }
  return { changes: [...changes.values()], standing };
}

function originsOf(standing: readonly Standing[], entries: readonly Entry[]): Origin[] {
  const asking = new Map<TaggedObject, Map<string, Entry[]>>();
  for (const entry of entries) {
    const byTag = asking.get(entry.object) ?? new Map<string, Entry[]>();
    const same = byTag.get(entry.key) ?? [];
    same.push(entry);
    asking.set(entry.object, byTag.set(entry.key, same));
  }
  return standing.map(({ change, tag, verdict }) => {
    const { op, key, object, template } = verdict;
    const rules = rulesBehind(op, asking.get(object)?.get(key) ?? []);
    return { target: change.target, op, tag, rules, template };
  });
}

/** Of what is asked for one tag all that want the same, the strongest first. */
function rulesBehind(op: Entry['op'], asked: readonly Entry[]): string[] {
  const same = asked.filter((each) => each.op === op && each.lostTo === undefined);
  return [...new Set(strongestFirst(same).map(({ rule }) => rule.id))];
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
