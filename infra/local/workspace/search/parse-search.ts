import * as z from 'zod';
import { parseBody } from '../call.ts';
import { refuse } from '../refusal.ts';

export interface Filter {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

export interface Group {
  readonly operator: 'AND' | 'OR';
  readonly value: readonly Query[];
}

export type Query = Filter | Group;

export interface Search {
  readonly query: Query;
  readonly pagination: { readonly per_page?: unknown; readonly starting_after?: unknown } | undefined;
}

/** "There's a limit of max 2 nested filters": a group in a group, and no deeper. */
const MOST_DEPTH = 2;
/** "max 15 filters for each AND or OR group". */
const MOST_FILTERS = 15;

const querySchema: z.ZodType<Query> = z.lazy(() =>
  z.union([
    z.object({ operator: z.enum(['AND', 'OR']), value: z.array(querySchema) }),
    z.object({ field: z.string(), operator: z.string(), value: z.unknown() }),
  ]),
);

const searchSchema = z.object({
  query: querySchema,
  pagination: z.object({ per_page: z.unknown(), starting_after: z.unknown() }).partial().nullish(),
});

export function parseSearch(body: unknown): Search {
  const { query, pagination } = parseBody(searchSchema, body);
  checkLimits(query, 1);
  return { query, pagination: pagination ?? undefined };
}

export function isGroup(query: Query): query is Group {
  return Array.isArray(query.value) && !('field' in query);
}

function checkLimits(query: Query, depth: number): void {
  if (!isGroup(query)) return;
  if (depth > MOST_DEPTH) throw refuse.parameterInvalid(`Queries can be nested ${MOST_DEPTH} deep`, 'query');
  if (query.value.length > MOST_FILTERS) {
    throw refuse.parameterInvalid(`A group can have ${MOST_FILTERS} filters`, 'query');
  }
  for (const part of query.value) checkLimits(part, depth + 1);
}
