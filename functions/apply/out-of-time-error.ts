import { TagwrightError } from '../tagwright-error.ts';

/** The worker is about to be ended. The message is handed back at once, with what is done of it, and not counted. */
export class OutOfTimeError extends TagwrightError {
  override name = 'OutOfTimeError';

  constructor() {
    super('the time of the function is nearly over');
  }
}
