import * as z from 'zod';
import type { Call } from '../call.ts';
import { refuse } from '../refusal.ts';

/** Where a page starts: after the item with this time and id, counted as this page. */
export interface Cursor {
  readonly page: number;
  readonly updatedAt: number;
  readonly id: string;
}

export interface PageOptions {
  readonly perPage: number;
  readonly cursor: Cursor | undefined;
}

/** "The default is `20` results per page and maximum is `150`" for conversations; 50 is the contacts' default. */
const MOST_PER_PAGE = 150;

const cursorSchema = z.tuple([z.int(), z.int(), z.string()]);

/** From a list's query string. */
export function queryPage(call: Call, defaultPerPage: number): PageOptions {
  return pageOptions(call.query.get('per_page'), call.query.get('starting_after'), defaultPerPage);
}

/** From a search's body: there the cursor stands in `pagination`, and one in the query string is ignored. */
export function bodyPage(
  pagination: { per_page?: unknown; starting_after?: unknown } | undefined,
  defaultPerPage: number,
): PageOptions {
  return pageOptions(pagination?.per_page, pagination?.starting_after, defaultPerPage);
}

/** A number from 1, for the lists that are paged by number. */
export function pageNumber(call: Call): number {
  return wholeNumber(call.query.get('page'), 1, 'page');
}

export function perPageOf(call: Call, defaultPerPage: number): number {
  return pageOptions(call.query.get('per_page'), undefined, defaultPerPage).perPage;
}

export function writeCursor({ page, updatedAt, id }: Cursor): string {
  return Buffer.from(JSON.stringify([page, updatedAt, id])).toString('base64url');
}

function pageOptions(perPage: unknown, startingAfter: unknown, defaultPerPage: number): PageOptions {
  const size = wholeNumber(perPage, defaultPerPage, 'per_page');
  if (size > MOST_PER_PAGE) throw refuse.parameterInvalid('Per Page is too big', 'per_page');
  return { perPage: size, cursor: readCursor(startingAfter) };
}

function wholeNumber(value: unknown, otherwise: number, field: string): number {
  if (value === undefined || value === null) return otherwise;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw refuse.parameterInvalid(`${field} must be a whole number from 1`, field);
  }
  return number;
}

function readCursor(text: unknown): Cursor | undefined {
  if (text === undefined || text === null || text === '') return undefined;
  const parsed = cursorSchema.safeParse(decode(text));
  if (!parsed.success) throw refuse.parameterInvalid('starting_after is not a cursor', 'starting_after');
  const [page, updatedAt, id] = parsed.data;
  return { page, updatedAt, id };
}

function decode(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(Buffer.from(text, 'base64url').toString()) : undefined;
  } catch {
    return undefined;
  }
}
