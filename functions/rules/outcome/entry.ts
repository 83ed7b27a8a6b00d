import type { CompiledRule } from '../compile/compiled.ts';
import type { UNKNOWN } from '../facts/holding.ts';
import type { HeldTag, HeldTags } from '../facts/tags.ts';
import type { TagRef, Target } from '../model.ts';
import type { Operation } from './operations.ts';

/** An object that operations are for. */
export interface TaggedObject {
  target: Target;
  held: HeldTags | undefined | typeof UNKNOWN;
  /** The operation that stands, by tag. */
  verdicts: Map<string, Entry>;
}

/** One operation on its way: `parent` is the addition that, in an exclusive group, implies this removal. */
export interface Entry {
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

/** An operation that stands, and the tag as it is named for it. */
export interface Standing {
  target: Target;
  tag: TagRef;
  verdict: Entry;
}

/** One that changes nothing; `carried` where it is the tag that is there. */
export interface Idle extends Standing {
  carried: HeldTag | undefined;
}

/** By priority, then the later rule first. */
export function strongestFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => strength(a.rule, b.rule));
}

function strength(a: CompiledRule, b: CompiledRule): number {
  return b.priority - a.priority || b.place - a.place;
}
