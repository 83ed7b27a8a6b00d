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
  };
}
