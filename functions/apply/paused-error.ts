import { TagwrightError } from '../tagwright-error.ts';

/** The line is stopped: messages are postponed, and none is counted as failed. */
export class PausedError extends TagwrightError {
  override name = 'PausedError';
  /** Unix ms after which one message may try; null: a person ends the pause. */
  readonly until: number | null;

  constructor(until: number | null) {
    super('the line is stopped');
    this.until = until;
  }
}
