import type { IntercomClient } from '../../intercom/client.ts';
import { IntercomResponseError } from '../../intercom/errors/intercom-response-error.ts';
import type { Page } from '../../intercom/schemas/page.ts';
import type { SearchFilter } from '../../intercom/search-query.ts';
import type { JsonObject } from '../../rules/json.ts';
import type { ScheduleOver } from '../../rules/model.ts';

type Reader = Pick<
  IntercomClient,
  'searchConversations' | 'searchContacts' | 'listAllCompanies' | 'scrollOverAllCompanies'
>;

export interface ObjectPage {
  objects: JsonObject[];
  /** Where the next page begins; null: there is none. */
  after: string | null;
}

/** "maximum is 150" (searches). Of companies as many as one call tags. */
const SEARCH_PAGE = 150;
const LIST_PAGE = 50;
/** What the list of companies goes up to; beyond, only a scroll has all of them. */
const LISTED_COMPANIES = 10_000;

/** Nobody was made before 1970, so that this finds all there are. */
const everyone: SearchFilter = { field: 'created_at', operator: '>', value: 0 };

/** One page of the objects that a query finds. */
export async function searchPage(
  client: Reader,
  over: Exclude<ScheduleOver, 'companies'>,
  query: SearchFilter | 'always',
  after: string | null,
): Promise<ObjectPage> {
  const asked = {
    query: query === 'always' ? everyone : query,
    perPage: SEARCH_PAGE,
    startingAfter: after,
  };
  return pageOf(
    over === 'conversations' ? await client.searchConversations(asked) : await client.searchContacts(asked),
  );
}

/** A search that is refused as it stands: of what was pushed down, or of its cursor, Intercom thinks otherwise. */
export function isRefusedSearch(error: unknown): boolean {
  return error instanceof IntercomResponseError && (error.status === 400 || error.status === 422);
}

/**
 * One page of all companies. A workspace with more than the list goes up to is scrolled over: a scroll cannot be
 * taken up again later, so it begins anew where a run stops.
 */
export async function companyPage(client: Reader, after: string | null): Promise<ObjectPage> {
  if (after?.startsWith(scrolled)) return scroll(client, after.slice(scrolled.length));
  const page = await client.listAllCompanies({ startingAfter: after, perPage: LIST_PAGE });
  return (page.totalCount ?? 0) > LISTED_COMPANIES ? scroll(client, null) : pageOf(page);
}

const scrolled = 'scroll:';

async function scroll(client: Reader, startingAfter: string | null): Promise<ObjectPage> {
  const { objects, after } = pageOf(await client.scrollOverAllCompanies({ startingAfter }));
  return { objects, after: after === null ? null : `${scrolled}${after}` };
}

/** A cursor that does not move would ask for the same page for ever; a scroll's may stay, and it moves all the same. */
function pageOf(page: Page<{ raw: JsonObject }>): ObjectPage {
  return { objects: page.items.map(({ raw }) => raw), after: page.startingAfter };
}
