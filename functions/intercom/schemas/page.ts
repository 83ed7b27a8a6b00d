import * as z from 'zod';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  totalCount: number | null;
  /** Where the next page starts; null on the last one. */
  startingAfter: string | null;
}

const count = z.number().nullish().catch(null);

const pages = z
  .object({
    next: z.object({ starting_after: z.string() }).nullish().catch(null),
    page: count,
    total_pages: count,
  })
  .nullish()
  .catch(null);

/**
 * Reads the three ways in which Intercom says where the next page starts: a cursor in `pages.next` (searches;
 * an object, whatever the description says: intercom-node#340), a page number (companies), or a
 * `scroll_param`, which comes even after the last page, so that only an empty page ends a scroll.
 * Objects stand under `data`, or under a name of their own (Intercom-OpenAPI#166).
 */
export function page<T>(item: z.ZodType<T>, name = 'data'): z.ZodType<Page<T>> {
  const items = z.array(item).nullish();
  const envelope = z.object({ total_count: count, pages, scroll_param: z.string().nullish().catch(null) });
  return z.intersection(z.object({ data: items, [name]: items }), envelope).transform((answer): Page<T> => {
    const found = answer[name] ?? answer['data'] ?? [];
    return {
      items: found,
      totalCount: answer.total_count ?? null,
      startingAfter:
        answer.pages?.next?.starting_after ??
        nextNumber(answer.pages) ??
        (found.length > 0 ? (answer.scroll_param ?? null) : null),
    };
  });
}

type Pages = z.output<typeof pages>;

function nextNumber(answer: Pages): string | undefined {
  const { page, total_pages: total } = answer ?? {};
  return page && total && page < total ? String(page + 1) : undefined;
}
