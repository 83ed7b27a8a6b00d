import type { Core } from '../core.ts';
import type { Tag } from './tag-catalogue.ts';
import type { Taggable, Tagging } from './tagging.ts';

/** Schema `tag_basic`: what the catalogue's own operations answer. */
export function renderTagBasic(tag: Tag) {
  return { type: 'tag', id: tag.id, name: tag.name };
}

/**
 * Schema `tag`: what a tagging operation answers. Untagging an object that had not the tag succeeds with nulls
 * (Intercom-OpenAPI, pull request 360).
 */
export function renderTag(tag: Tag, tagging: Tagging | undefined) {
  return {
    ...renderTagBasic(tag),
    applied_at: tagging?.appliedAt ?? null,
    applied_by: tagging === undefined ? null : { type: 'admin', id: tagging.appliedBy },
  };
}

/** The tags of an object, in the order in which they were put on it. */
export function renderTagsOf(core: Core, object: Taggable) {
  return object.taggings.flatMap((tagging) => {
    const tag = core.tags.find(tagging.tagId);
    return tag === undefined ? [] : [renderTag(tag, tagging)];
  });
}

/** The same for companies and webhooks, which say nothing of when a tag was applied. */
export function renderTagsBasicOf(core: Core, object: Taggable) {
  return object.taggings.flatMap((tagging) => {
    const tag = core.tags.find(tagging.tagId);
    return tag === undefined ? [] : [renderTagBasic(tag)];
  });
}
