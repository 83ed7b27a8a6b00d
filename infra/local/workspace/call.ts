import * as z from 'zod';
import { refuse } from './refusal.ts';

/** One request as a handler sees it: no HTTP, only what was asked. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON, or `undefined` where none was sent. */
  readonly body: unknown;
}

/** An operation of the API, by the operation id of the 2.11 description. The handler gives the body of a 200. */
export interface Route {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** `undefined` is an empty body. A refusal is thrown. */
  readonly handle: (call: Call) => unknown;
}

/** The path parameter of that name; a route without it is a mistake of ours. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no path parameter ${name}`);
  return value;
}

/** Ids are strings in the description's schemas and integers in its examples: both are taken. */
export const idSchema = z.union([z.string().min(1), z.int()]).transform(String);

/** Reads a body, or refuses it as Intercom does: what is missing is named, what is wrong is `parameter_invalid`. */
export function parseBody<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path ?? [];
  const field = path.join('.');
  if (isAbsent(body, path)) throw refuse.parameterNotFound(field);
  throw refuse.parameterInvalid(field === '' ? 'Invalid request body' : `${field} is invalid`, field);
}

function isAbsent(body: unknown, path: readonly PropertyKey[]): boolean {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return true;
    value = Reflect.get(value, key);
  }
  return value === undefined || value === null;
}
