import { IntercomResponseError } from './intercom-response-error.ts';

/**
 * Whether Intercom says that something is missing: by its code (`not_found`, `tag_not_found`,
 * `company_not_found`, …), not by the status alone, for a 404 page of some proxy says nothing about our objects.
 */
export function isNotFound(error: unknown): error is IntercomResponseError {
  return error instanceof IntercomResponseError && error.status === 404 && error.code.endsWith('not_found');
}
