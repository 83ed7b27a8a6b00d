import type { SearchFilter } from '../../intercom/search-query.ts';

/** One comparison. */
export type Filter = Extract<SearchFilter, { field: string }>;

/**
 * What must hold, as an *and* of *or*s: `[]` is always true, `[[]]` never. A search takes two levels, and any
 * condition has this form. Leaving out a clause only widens what is found, so that what does not fit is left out.
 */
export type Clauses = readonly (readonly Filter[])[];

export const ALWAYS: Clauses = [];
export const NEVER: Clauses = [[]];

/** "max 15 filters for each AND or OR group" (Intercom's reference, "Search contacts"). */
const MOST_FILTERS = 15;

/** Of the sides of an *or*, so that their product stays small. */
const MOST_CLAUSES_OF_A_SIDE = 6;

export function allOf(parts: readonly Clauses[]): Clauses {
  return distinct(parts.flat());
}

/** Each clause of one side with each of the other. */
export function anyOf(parts: readonly Clauses[]): Clauses {
  return parts.reduce<Clauses>((left, right) => {
    const product = narrowest(left, MOST_CLAUSES_OF_A_SIDE).flatMap((clause) =>
      narrowest(right, MOST_CLAUSES_OF_A_SIDE).map((other) => distinctFilters([...clause, ...other])),
    );
    return fitting(distinct(product));
  }, NEVER);
}

/** As a search's query; `always` where nothing narrows it, `never` where nothing can be found. */
export function queryOf(clauses: Clauses): SearchFilter | 'always' | 'never' {
  if (clauses.some((clause) => clause.length === 0)) return 'never';
  const groups = narrowest(fitting(clauses), MOST_FILTERS).map(
    (clause): SearchFilter => only(clause) ?? { operator: 'OR', value: [...clause] },
  );
  return groups.length === 0 ? 'always' : (only(groups) ?? { operator: 'AND', value: groups });
}

function fitting(clauses: Clauses): Clauses {
  return clauses.filter((clause) => clause.length <= MOST_FILTERS);
}

/** The clauses with the fewest alternatives: they leave out the most. */
function narrowest(clauses: Clauses, count: number): Clauses {
  return clauses.length <= count ? clauses : clauses.toSorted((a, b) => a.length - b.length).slice(0, count);
}

function distinct(clauses: Clauses): Clauses {
  return [...new Map(clauses.map((clause) => [JSON.stringify(clause), clause])).values()];
}

function distinctFilters(filters: readonly Filter[]): readonly Filter[] {
  return [...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values()];
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
