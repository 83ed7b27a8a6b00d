import { TagwrightError } from '../tagwright-error.ts';

/** The line is stopped: messages are postponed, and none is counted as failed. */
export class PausedError extends TagwrightError {
  override name = 'PausedError';

  constructor() {
    super('the line is stopped');
  }
}
