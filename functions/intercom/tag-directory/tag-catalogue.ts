import { foldTagName } from '../../fold-tag-name.ts';

export interface NamedTag {
  id: string;
  name: string;
}

/** A tag that was in the workspace once. `deleted`: it has since gone from Intercom. */
export interface CataloguedTag extends NamedTag {
  deleted: boolean;
}

/** What outlives the process: which names had which ids, and which of them have been deleted. */
export interface TagCatalogue {
  /** The newest tag of that name, whatever its case. */
  find(name: string): Promise<CataloguedTag | undefined>;
  remember(tag: NamedTag): Promise<void>;
  markDeleted(tag: NamedTag): Promise<void>;
}

/** For the command line and for tests. */
export function createMemoryCatalogue(tags: CataloguedTag[] = []): TagCatalogue {
  const byName = new Map(tags.map((tag) => [foldTagName(tag.name), tag]));
  return {
    find: async (name) => byName.get(foldTagName(name)),
    remember: async ({ id, name }) => void byName.set(foldTagName(name), { id, name, deleted: false }),
    markDeleted: async ({ id, name }) => void byName.set(foldTagName(name), { id, name, deleted: true }),
  };
}
