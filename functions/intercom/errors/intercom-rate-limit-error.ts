import { TagwrightError } from '../../tagwright-error.ts';

/** The window is used up, and waiting for the next one would take longer than the caller allowed. Nothing was sent. */
export class IntercomRateLimitError extends TagwrightError {
  override name = 'IntercomRateLimitError';
  readonly operation: string;
  /** When the next window begins, by Intercom's `X-RateLimit-Reset`. */
  readonly resetAt: Date;

  constructor(operation: string, resetAt: Date, options?: ErrorOptions) {
    super("Intercom's rate limit is used up for longer than this call may wait", options);
    this.operation = operation;
    this.resetAt = resetAt;
  }
}
