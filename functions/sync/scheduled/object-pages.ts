import type { IntercomClient } from '../../intercom/client.ts';
import { IntercomResponseError } from '../../intercom/errors/intercom-response-error.ts';
import type { Page } from '../../intercom/schemas/page.ts';
import type { SearchFilter } from '../../intercom/search-query.ts';
import type { JsonObject } from '../../rules/json.ts';
import type { ScheduleOver } from '../../rules/model.ts';
import { listCompanies } from '../list-companies.ts';

type Reader = Pick<
  IntercomClient,
  'searchConversations' | 'searchContacts' | 'listAllCompanies' | 'scrollOverAllCompanies'
>;

export interface ObjectPage {
  objects: JsonObject[];
  /** Where the next page begins; null: there is none. */
  after: string | null;
}

/** "maximum is 150". */
const SEARCH_PAGE = 150;

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

/** Of what was pushed down, or of its cursor, Intercom thinks otherwise. A scroll that has ended is not found. */
export function isRefusedPage(error: unknown): boolean {
  return error instanceof IntercomResponseError && [400, 404, 422].includes(error.status);
}

export async function companyPage(client: Reader, after: string | null): Promise<ObjectPage> {
  return pageOf(await listCompanies(client, after));
}

function pageOf(page: Page<{ raw: JsonObject }>): ObjectPage {
  return { objects: page.items.map(({ raw }) => raw), after: page.startingAfter };
}
