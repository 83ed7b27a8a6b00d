/** When two tags are the same: names that agree ignoring case (accents count), or ids that do. */

import { UNKNOWN } from '../facts/holding.ts';
import type { HeldTag, HeldTags } from '../facts/tags.ts';
import type { TagRef } from '../model.ts';
import { tagKey as tagNameKey } from '../text/equality-key.ts';

/** Held tags tell which name belongs to an id; without them a name and an id are taken for two tags. */
export function tagKey(tag: TagRef, held: HeldTags | undefined | typeof UNKNOWN): string {
  if (typeof tag === 'string') {
    return nameKey(tag);
  }
  const name = held === undefined || held === UNKNOWN ? undefined : findHeld(tag, held)?.name;
  return name === undefined ? keyOf(tag) : nameKey(name);
}

export function nameKey(name: string): string {
  return `=${ASCII.test(name) ? name.trim().toLowerCase() : tagNameKey(name)}`;
}

const ASCII = /^[\0-\x7f]*$/;

/** The tag as the object carries it. */
export function findHeld(tag: TagRef, held: HeldTags): HeldTag | undefined {
  return held.tags.length === 0 ? undefined : heldByKey(held).get(keyOf(tag));
}

/** Once for each object: thousands of rules may ask about one that carries a thousand tags. */
function heldByKey(held: HeldTags): ReadonlyMap<string, HeldTag> {
  const known = indexes.get(held);
  if (known !== undefined) {
    return known;
  }
  const index = new Map<string, HeldTag>();
  // From the last, so that of tags with one name the first is found.
  for (const tag of held.tags.toReversed()) {
    for (const ref of [tag.name, tag.id === undefined ? undefined : { id: tag.id }]) {
      if (ref !== undefined) {
        index.set(keyOf(ref), tag);
      }
    }
  }
  indexes.set(held, index);
  return index;
}

const indexes = new WeakMap<HeldTags, ReadonlyMap<string, HeldTag>>();

function keyOf(tag: TagRef): string {
  return typeof tag === 'string' ? nameKey(tag) : `#${tag.id}`;
}

/** Whether the facts show that the object does not carry the tag. */
export function isShownAbsent(tag: TagRef, held: HeldTags | undefined | typeof UNKNOWN): boolean {
  if (held === UNKNOWN) {
    return false;
  }
  if (held === undefined) {
    return true;
  }
  const identified = (each: HeldTag) => (typeof tag === 'string' ? each.name : each.id) !== undefined;
  return held.complete && held.tags.every(identified) && findHeld(tag, held) === undefined;
}
