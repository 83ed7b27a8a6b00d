import { foldTagName } from '../../fold-tag-name.ts';
import type { CataloguedTag, FormerName } from '../../store/tag-catalogue.ts';

interface NamedTag {
  id: string;
  name: string;
}

export interface CatalogueChanges {
  /** Never seen before, or back after they were gone. */
  found: NamedTag[];
  renamed: { tag: NamedTag; former: FormerName[] }[];
  deleted: NamedTag[];
}

/** A tag that apply has just made may be missing from a list that was made up before it. */
const youngMs = 10 * 60_000;

/** Former names that are kept of a tag. */
const keptNames = 20;

/**
 * What the workspace's list of tags says that the catalogue does not. `known` must have been read before the list
 * was asked for: else what apply made in between would look deleted.
 */
export function compareCatalogue(
  known: readonly CataloguedTag[],
  listed: readonly NamedTag[],
  now: number,
): CatalogueChanges {
  const knownById = new Map(known.map((tag) => [tag.id, tag]));
  const listedIds = new Set(listed.map(({ id }) => id));
  const changes: CatalogueChanges = { found: [], renamed: [], deleted: [] };
  for (const { id, name } of listed) {
    const was = knownById.get(id);
    if (was !== undefined && was.name !== name) {
      const former = [...was.former, { name: was.name, until: now }].filter(
        (each) => foldTagName(each.name) !== foldTagName(name),
      );
      changes.renamed.push({ tag: { id, name }, former: former.slice(-keptNames) });
    } else if (was === undefined || was.deleted) {
      changes.found.push({ id, name });
    }
  }
  for (const { id, name, deleted, seenAt } of known) {
    if (!deleted && !listedIds.has(id) && now - seenAt >= youngMs) changes.deleted.push({ id, name });
  }
  return changes;
}
