import { param, type Route } from '../call.ts';
import type { Core } from '../core.ts';
import { Refusal, refuse } from '../refusal.ts';
import { postTag } from './post-tag.ts';
import { renderTag, renderTagBasic } from './render-tag.ts';
import type { Tag } from './tag-catalogue.ts';

/** The catalogue: list, create or update (and tag companies and users), find, delete. */
export function tagRoutes(core: Core): Route[] {
  return [
    {
      operation: 'listTags',
      method: 'GET',
      path: '/tags',
      handle: () => ({ type: 'list', data: [...core.tags.all()].map((tag) => renderTag(tag, undefined)) }),
    },
    {
      operation: 'createTag',
      method: 'POST',
      path: '/tags',
      handle: (call) => renderTagBasic(postTag(core, call.body)),
    },
    {
      operation: 'findTag',
      method: 'GET',
      path: '/tags/:tag_id',
      handle: (call) => renderTagBasic(requireTag(core, param(call, 'tag_id'))),
    },
    {
      operation: 'deleteTag',
      method: 'DELETE',
      path: '/tags/:tag_id',
      handle(call) {
        deleteTag(core, requireTag(core, param(call, 'tag_id')));
        return undefined;
      },
    },
  ];
}

function requireTag(core: Core, id: string): Tag {
  const tag = core.tags.find(id);
  if (tag === undefined) throw refuse.resourceNotFound();
  return tag;
}

/** Plain taggings do not stand in the way of deleting a tag; segments do. */
function deleteTag(core: Core, tag: Tag): void {
  const dependents = core.options.segments.filter(({ tagIds }) => tagIds.includes(tag.id));
  if (dependents.length > 0) {
    const names = dependents.map(({ name }) => name).join(', ');
    throw new Refusal(
      400,
      'tag_has_dependent_objects',
      `Unable to delete Tag with dependent objects. Segments: ${names}.`,
    );
  }
  core.tags.remove(tag);
  for (const store of [core.contacts, core.conversations, core.companies, core.tickets]) {
    for (const object of store.all()) dropTagging(object.taggings, tag.id);
  }
}

function dropTagging(taggings: { tagId: string }[], tagId: string): void {
  const index = taggings.findIndex((tagging) => tagging.tagId === tagId);
  if (index !== -1) taggings.splice(index, 1);
}
