import { TagwrightError } from '../../tagwright-error.ts';

/**
 * An id that cannot stand in a path. Ids reach us from webhooks, and an empty one or `..` would turn one
 * operation into another: `DELETE /contacts/../tags/7` is `DELETE /tags/7`.
 */
export class InvalidIdError extends TagwrightError {
  override name = 'InvalidIdError';
  readonly id: string;

  constructor(id: string) {
    super('this id cannot be an Intercom id');
    this.id = id;
  }
}
