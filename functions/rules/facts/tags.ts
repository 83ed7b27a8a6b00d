/** The tags that an object is shown to carry, in any of the shapes in which Intercom lists them. */

import { idText, isObject, type JsonObject, listItems, property } from '../json.ts';
import type { TargetType } from '../model.ts';
import { type Holding, UNKNOWN } from './holding.ts';

export interface HeldTag {
  id?: string;
  name?: string;
}

export interface HeldTags {
  tags: HeldTag[];
  /** False where there are more than are listed. */
  complete: boolean;
}

/**
 * The tags of an object; UNKNOWN where nothing is known of them, undefined where it is known to list none.
 * A ticket's JSON lists no tags, so nothing follows from their absence there, nor in a notification's conversation.
 */
export function tagsOf(type: TargetType, holding: Holding): HeldTags | undefined | typeof UNKNOWN {
  if (holding.state !== 'full') {
    return holding.state === 'absent' ? undefined : UNKNOWN;
  }
  const listed = property(holding.object, 'tags');
  if (listed === undefined) {
    return tagsByIds(type, holding.object, holding.fetched);
  }
  const items = listItems(listed) ?? [];
  const more = isObject(listed) && listed['has_more'] === true;
  return { tags: items.flatMap(heldTag), complete: !more };
}

/** The names as a fact: UNKNOWN where one is not known. */
export function tagNames(tags: HeldTags | undefined | typeof UNKNOWN): string[] | undefined | typeof UNKNOWN {
  if (tags === undefined || tags === UNKNOWN) {
    return tags;
  }
  const names = tags.tags.flatMap((tag) => tag.name ?? []);
  return tags.complete && names.length === tags.tags.length ? names : UNKNOWN;
}

/** A notification's company lists `tag_ids` alone. */
function tagsByIds(
  type: TargetType,
  object: JsonObject,
  fetched: boolean,
): HeldTags | undefined | typeof UNKNOWN {
  const ids = property(object, 'tag_ids');
  if (Array.isArray(ids)) {
    return {
      tags: ids
        .map(idText)
        .filter((id) => id !== null)
        .map((id) => ({ id })),
      complete: true,
    };
  }
  return type === 'ticket' || (type === 'conversation' && !fetched) ? UNKNOWN : undefined;
}

function heldTag(item: unknown): HeldTag[] {
  if (typeof item === 'string') {
    return [{ name: item }];
  }
  if (!isObject(item)) {
    return [];
  }
  const id = idText(item['id']);
  const name = item['name'];
  return [{ ...(id !== null && { id }), ...(typeof name === 'string' && { name }) }];
}
