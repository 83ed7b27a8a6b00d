import type { CompiledRule } from '../compile/compiled.ts';
import type { UNKNOWN } from '../facts/holding.ts';
import type { HeldTags } from '../facts/tags.ts';
import type { Change, TagRef, Target } from '../model.ts';
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

/** A tag of the changes, as it is written there, and the operation that stands. */
export interface Standing {
  change: Change;
  tag: TagRef;
  verdict: Entry;
}

/** By priority, then the later rule first. */
export function strongestFirst(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => strength(a.rule, b.rule));
}

function strength(a: CompiledRule, b: CompiledRule): number {
  return b.priority - a.priority || b.place - a.place;
}
