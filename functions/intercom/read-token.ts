import { IntercomNetworkError } from './errors/intercom-network-error.ts';
import { IntercomResponseError } from './errors/intercom-response-error.ts';

/** A function, where the token may change while the process lives (a rotated secret). */
export type TokenSource = string | (() => string | Promise<string>);

/** What an HTTP header can carry without being changed. */
const SENDABLE = /^[\x21-\x7e]+$/;

interface TokenRequest {
  operation: string;
  /** Aborts when the try's time is over, or with the caller's signal. */
  ended: AbortSignal;
  /** The caller's own. */
  signal: AbortSignal | undefined;
}

/**
 * The access token for one try. What the source rejects with is passed on. Throws `IntercomNetworkError` where the
 * token does not come in time, and an `IntercomResponseError` that says 401, as Intercom would, where it cannot be
 * sent: `fetch` would refuse it too, but with the token in its message.
 */
export async function readToken(source: TokenSource, request: TokenRequest): Promise<string> {
  const given = typeof source === 'string' ? source : await inTime(source, request);
  const token = given.trim();
  if (SENDABLE.test(token)) return token;
  throw new IntercomResponseError({
    operation: request.operation,
    status: 401,
    code: 'unsendable_token',
    message: 'the access token is empty or holds characters that cannot be sent',
    retryable: false,
  });
}

async function inTime(
  source: () => string | Promise<string>,
  { operation, ended, signal }: TokenRequest,
): Promise<string> {
  // An abort that has come already sends no event.
  signal?.throwIfAborted();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const abort = () => {
    const cause: unknown = ended.reason;
    reject(signal?.aborted ? signal.reason : new IntercomNetworkError(operation, 'unsent', { cause }));
  };
  ended.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([source(), late]);
  } finally {
    ended.removeEventListener('abort', abort);
  }
}
