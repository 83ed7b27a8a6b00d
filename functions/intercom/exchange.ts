import { IntercomNetworkError, type NetworkFailure } from './errors/intercom-network-error.ts';
import type { IntercomRequest } from './intercom-request.ts';
import { pathSegment } from './path-segment.ts';
import { readToken, type TokenSource } from './read-token.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

export interface ExchangeSettings {
  baseUrl: string;
  token: TokenSource;
  version: string;
  fetch: typeof fetch;
}

/**
 * One try: sends the request and reads the answer whole. Throws `IntercomNetworkError`,
 * `InvalidIdError`, the signal's reason, or what the token's source rejects with.
 */
export type Exchange = (request: IntercomRequest, timeoutMs: number, signal?: AbortSignal) => Promise<Answer>;

/**
 * Node's `fetch` keeps connections alive and reuses them. A redirect is not followed: it would turn a POST
 * into a GET, and Intercom documents none.
 */
export function createExchange(settings: ExchangeSettings): Exchange {
  const base = settings.baseUrl.replace(/\/+$/, '');

  return async function exchange(request, timeoutMs, signal) {
    const path = request.path.map(pathSegment).join('/');
    const timeout = AbortSignal.timeout(timeoutMs);
    const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const hasBody = request.body !== undefined;
    const token = await readToken(settings.token, { operation: request.operation, ended, signal });
    try {
      const response = await settings.fetch(`${base}/${path}${queryString(request)}`, {
        method: request.method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'intercom-version': settings.version,
          ...(hasBody && { 'content-type': 'application/json' }),
        },
        ...(hasBody && { body: JSON.stringify(request.body) }),
        redirect: 'manual',
        signal: ended,
      });
      return { status: response.status, headers: response.headers, body: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw new IntercomNetworkError(request.operation, failureOf(error, timeout), { cause: error });
    }
  };
}

function queryString({ query = {} }: IntercomRequest): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) params.set(key, String(value));
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}

/** Codes by which Node and undici say that no connection came about, so that nothing was sent. */
const UNSENT_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function failureOf(error: unknown, timeout: AbortSignal): NetworkFailure {
  if (timeout.aborted) return 'timeout';
  return UNSENT_CODES.has(causeCode(error)) ? 'unsent' : 'broken';
}

/** `fetch` rejects with a TypeError whose `cause` carries the code. */
function causeCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
