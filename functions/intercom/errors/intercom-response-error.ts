import { TagwrightError } from '../../tagwright-error.ts';

export interface IntercomResponseDetails {
  /** The OpenAPI's operation id, e.g. `attachTagToConversation`. */
  operation: string;
  status: number;
  /** Intercom's error code, or one of ours: `unreadable_body`, `empty_body`, `unexpected_shape`, `redirected`, `unsendable_token`. */
  code: string;
  message: string;
  /** Intercom's own words for it, where the answer held any. */
  detail?: string | undefined;
  requestId?: string | undefined;
  retryable: boolean;
}

/**
 * Intercom answered, and the answer is an error or cannot be read. `retryable` says whether the same request
 * may succeed later (408, 429, 5xx, a success whose body was cut), not that it is safe to repeat.
 */
export class IntercomResponseError extends TagwrightError {
  override name = 'IntercomResponseError';
  readonly operation: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  /** Opaque: a UUID or a short word. It is what Intercom's support asks for. */
  readonly requestId: string | undefined;
  readonly retryable: boolean;

  constructor(details: IntercomResponseDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.operation = details.operation;
    this.status = details.status;
    this.code = details.code;
    this.detail = details.detail;
    this.requestId = details.requestId;
    this.retryable = details.retryable;
  }
}
