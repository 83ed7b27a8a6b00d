import { InvalidIdError } from './errors/invalid-id-error.ts';

/** Intercom's own ids are digits or hex; ids that workspaces make (`external_id`, `company_id`) stand in no path. */
const SEGMENT = /^[A-Za-z0-9_-]{1,128}$/;

/** A word of the API or an id as a path segment. Throws `InvalidIdError`. */
export function pathSegment(segment: string): string {
  if (!SEGMENT.test(segment)) throw new InvalidIdError(segment);
  return segment;
}
