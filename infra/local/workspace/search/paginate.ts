import { compareUpdated, type UpdatedIndex } from '../updated-index.ts';
import { type PageOptions, writeCursor } from './page-options.ts';

interface Updated {
  readonly id: string;
  readonly updatedAt: number;
}

/** Unix seconds, both inclusive: outside of them nothing can match, so nothing is looked at. */
export interface UpdatedRange {
  readonly from: number;
  readonly to: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly totalCount: number;
  /** Schema `cursor_pages`. */
  readonly pages: object;
}

/** One page of what matches, newest update first. The cursor holds while objects change: those move ahead of it. */
export function paginate<Item extends Updated>(
  index: UpdatedIndex<Item>,
  matches: (item: Item) => boolean,
  { perPage, cursor }: PageOptions,
  range: UpdatedRange = { from: 0, to: Number.MAX_SAFE_INTEGER },
): Page<Item> {
  const items: Item[] = [];
  let totalCount = 0;
  let more = false;
  const first = index.lowerBound(range.from);
  for (let position = index.lowerBound(range.to + 1) - 1; position >= first; position -= 1) {
    const item = index.items[position];
    if (item === undefined || !matches(item)) continue;
    totalCount += 1;
    if (cursor !== undefined && compareUpdated(item, cursor) >= 0) continue;
    if (items.length < perPage) items.push(item);
    else more = true;
  }
  const page = cursor?.page ?? 1;
  const last = items.at(-1);
  return {
    items,
    totalCount,
    pages: {
      type: 'pages',
      ...(more && last !== undefined ? { next: next(page + 1, perPage, last) } : {}),
      page,
      per_page: perPage,
      total_pages: Math.ceil(totalCount / perPage),
    },
  };
}

/** `per_page` by the description, `page` by what is really sent (intercom-node, pull request 340). */
function next(page: number, perPage: number, { updatedAt, id }: Updated) {
  return { page, per_page: perPage, starting_after: writeCursor({ page, updatedAt, id }) };
}

/** The lists that are paged by number. */
export function pageByNumber<Item>(items: readonly Item[], page: number, perPage: number): Page<Item> {
  const start = (page - 1) * perPage;
  const more = start + perPage < items.length;
  return {
    items: items.slice(start, start + perPage),
    totalCount: items.length,
    pages: {
      type: 'pages',
      ...(more ? { next: { page: page + 1, per_page: perPage } } : {}),
      page,
      per_page: perPage,
      total_pages: Math.ceil(items.length / perPage),
    },
  };
}
