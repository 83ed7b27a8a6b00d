/** One operation on its way, as the operations describe it to the transport. */
export interface IntercomRequest {
  /** The OpenAPI's operation id; for bodies of `POST /tags` that share one, the name of our method. */
  operation: string;
  method: 'GET' | 'POST' | 'DELETE';
  /** Segments: words of the API and ids. */
  path: string[];
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /**
   * Whether a try that Intercom may have carried out may be followed by another. `idempotent`: by the contract
   * a second time changes nothing more. `unsent_only`: only after a try that cannot have been carried out.
   */
  repeat: 'idempotent' | 'unsent_only';
  /** For operations whose success has no documented body. */
  answer?: 'ignored';
  /** For deletions: a 404 on a repeat, after a try that may have been carried out, means that it was. */
  missingAfterRepeat?: 'done';
}

/** What a caller may set for one call. Each overrides the client's own. */
export interface CallOptions {
  signal?: AbortSignal;
  /** For tries and pauses together, without waits for the rate limit. */
  timeoutMs?: number;
  /** The longest wait for the rate limit; beyond it the call ends in `IntercomRateLimitError`. */
  maxWaitMs?: number;
}
