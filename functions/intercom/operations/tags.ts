import * as z from 'zod';
import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { list } from '../schemas/lenient.ts';
import { type Tag, tagSchema } from '../schemas/tag.ts';

export type TagOperations = ReturnType<typeof tagOperations>;

/** The tag catalogue: `/tags`. */
export function tagOperations(call: Call) {
  return {
    /** Every tag of the workspace: this list has no pages. */
    listTags(options?: CallOptions): Promise<Tag[]> {
      return call(
        { operation: 'listTags', method: 'GET', path: ['tags'], repeat: 'idempotent' },
        list(tagSchema),
        options,
      );
    },

    /**
     * The tag of this name, made if there was none. Safe to repeat: names are unique but for case, and a name
     * that exists answers with its tag.
     */
    createTag(name: string, options?: CallOptions): Promise<Tag> {
      return call(
        { operation: 'createTag', method: 'POST', path: ['tags'], body: { name }, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    findTag(tagId: string, options?: CallOptions): Promise<Tag> {
      return call(
        { operation: 'findTag', method: 'GET', path: ['tags', tagId], repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    /** Renames a tag. Safe to repeat: it sets the name. What a name that is taken does is not documented. */
    updateTag({ tagId, name }: { tagId: string; name: string }, options?: CallOptions): Promise<Tag> {
      const body = { id: tagId, name };
      return call(
        { operation: 'updateTag', method: 'POST', path: ['tags'], body, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    },

    /**
     * Deletes a tag, and with it every use of it. A 400 `tag_has_dependent_objects` names the segments that
     * still use it. May be repeated: where the first answer was lost, the second one is a 404 that means done.
     */
    deleteTag(tagId: string, options?: CallOptions): Promise<void> {
      return call(
        {
          operation: 'deleteTag',
          method: 'DELETE',
          path: ['tags', tagId],
          repeat: 'idempotent',
          answer: 'ignored',
          missingAfterRepeat: 'done',
        },
        z.undefined(),
        options,
      );
    },
  };
}
