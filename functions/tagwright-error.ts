/**
 * What every expected error of this service extends. Messages carry no ids, so that logs group by them;
 * ids stand in the fields of the subclasses. An error that is not one of these is a bug.
 */
export class TagwrightError extends Error {
  override name = 'TagwrightError';
}
