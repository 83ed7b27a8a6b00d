import type { Page } from './schemas/page.ts';

/**
 * All pages of a list, one after the other. Each comes with its cursor, so that a job can stop between two
 * pages and go on from there later.
 *
 * @example
 * for await (const { items } of eachPage((startingAfter) => intercom.searchContacts({ query, startingAfter }))) …
 */
export async function* eachPage<T>(
  fetchPage: (startingAfter: string | null) => Promise<Page<T>>,
  startingAfter: string | null = null,
): AsyncGenerator<Page<T>, void, undefined> {
  for (let cursor: string | null = startingAfter; ; ) {
    const page = await fetchPage(cursor);
    yield page;
    // A cursor that does not move would ask for the same page for ever.
    if (page.startingAfter === null || page.startingAfter === cursor) return;
    cursor = page.startingAfter;
  }
}
