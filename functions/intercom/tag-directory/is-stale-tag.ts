import { isNotFound } from '../errors/is-not-found.ts';
import type { TagOperations } from '../operations/tags.ts';
import type { NamedTag } from './tag-catalogue.ts';

/**
 * Whether an operation failed because its tag is gone. Conversations and tickets say so (`tag_not_found`), but a
 * contact's 404 is `not_found` for the tag and for the contact alike: one GET of the tag settles which.
 */
export async function isStaleTag(
  intercom: Pick<TagOperations, 'findTag'>,
  tag: NamedTag,
  error: unknown,
): Promise<boolean> {
  if (!isNotFound(error)) return false;
  if (error.code === 'tag_not_found') return true;
  if (error.code !== 'not_found') return false;
  try {
    await intercom.findTag(tag.id);
    return false;
  } catch (answer) {
    if (isNotFound(answer)) return true;
    throw answer;
  }
}
