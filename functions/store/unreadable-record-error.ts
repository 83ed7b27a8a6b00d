import { TagwrightError } from '../tagwright-error.ts';

/** The record is there, and its schema refuses it: it is damaged, or of a newer version of this code. */
export class UnreadableRecordError extends TagwrightError {
  override name = 'UnreadableRecordError';
  readonly appId: string;
  readonly identity: string;

  constructor(appId: string, identity: string, cause: unknown) {
    super('the record of a notification cannot be read: damaged, or of a newer version', { cause });
    this.appId = appId;
    this.identity = identity;
  }
}
