/**
 * What a search asks, in Intercom's own shape. Limits that the API sets: two levels of nesting, 15 filters in a
 * group. Conversations: `>` and `<` include the bound, the tag field is `tag_ids`, at most 150 a page. Contacts:
 * the tag field is `tag_id` with `=` and `!=` only, dates match by calendar day in the workspace's time zone,
 * and a new contact may take minutes to appear.
 */
export type SearchFilter =
  | {
      field: string;
      operator: '=' | '!=' | 'IN' | 'NIN' | '>' | '<' | '>=' | '<=' | '~' | '!~' | '^' | '$';
      value: string | number | boolean | null | (string | number)[];
    }
  | { operator: 'AND' | 'OR'; value: SearchFilter[] };

export interface SearchQuery {
  query: SearchFilter;
  perPage?: number;
  /** The `startingAfter` of the page before. */
  startingAfter?: string | null;
}

/** The cursor goes into the body: in the query string it is ignored, and the first page comes again. */
export function searchBody({ query, perPage, startingAfter }: SearchQuery): object {
  return {
    query,
    pagination: {
      ...(perPage !== undefined && { per_page: perPage }),
      ...(startingAfter && { starting_after: startingAfter }),
    },
  };
}
