import type { Core } from '../core.ts';
import type { Tag } from './tag-catalogue.ts';

/** One tag on one object. */
export interface Tagging {
  readonly tagId: string;
  /** Unix seconds. */
  appliedAt: number;
  appliedBy: string;
}

export type TaggableType = 'contact' | 'conversation' | 'company' | 'ticket';

export interface Taggable {
  readonly id: string;
  readonly taggings: Tagging[];
}

/** A tag put on an object that did not have it, or taken off one that did. */
interface Transition {
  readonly type: TaggableType;
  readonly id: string;
  readonly tagId: string;
  readonly change: 'added' | 'removed';
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
}

/** Every transition since the start, in order: what tests read to see that nothing was applied twice. */
export interface Transitions {
  all(): readonly Transition[];
  record(transition: Transition): void;
  clear(): void;
}

export function createTransitions(): Transitions {
  const log: Transition[] = [];
  return {
    all: () => log,
    record: (transition) => log.push(transition),
    clear: () => log.splice(0),
  };
}

/** Puts the tag on the object. `changed` is false where it was there already. */
export function attach(
  core: Core,
  type: TaggableType,
  object: Taggable,
  tag: Tag,
  by: string,
): { tagging: Tagging; changed: boolean } {
  const present = object.taggings.find(({ tagId }) => tagId === tag.id);
  if (present !== undefined) {
    if (core.options.reattach === 'refresh') {
      present.appliedAt = core.now();
      present.appliedBy = by;
    }
    return { tagging: present, changed: false };
  }
  const tagging: Tagging = { tagId: tag.id, appliedAt: core.now(), appliedBy: by };
  object.taggings.push(tagging);
  core.transitions.record({ type, id: object.id, tagId: tag.id, change: 'added', at: core.timers.now(), by });
  return { tagging, changed: true };
}

/** Takes the tag off the object, and gives what was there. */
export function detach(
  core: Core,
  type: TaggableType,
  object: Taggable,
  tag: Tag,
  by: string,
): Tagging | undefined {
  const index = object.taggings.findIndex(({ tagId }) => tagId === tag.id);
  if (index === -1) return undefined;
  const [removed] = object.taggings.splice(index, 1);
  core.transitions.record({
    type,
    id: object.id,
    tagId: tag.id,
    change: 'removed',
    at: core.timers.now(),
    by,
  });
  return removed;
}
