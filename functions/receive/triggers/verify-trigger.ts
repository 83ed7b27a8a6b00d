import type { Signing } from './signing.ts';
import { verifyHmac } from './verify-hmac.ts';
import { verifyStandard } from './verify-standard.ts';

/** A request as far as its signature goes: the raw bytes, and its headers by name in any case. */
export interface SignedRequest {
  raw: Uint8Array;
  header: (name: string) => string | undefined;
}

/**
 * Null where the signature does not hold; else the signed time (Unix seconds; null where the source signs none).
 * `now` in Unix milliseconds.
 */
export function verifyTrigger(
  signing: Signing,
  request: SignedRequest,
  now: number,
): { signedAt: number | null } | null {
  return signing.scheme === 'standard' ? verifyStandard(signing, request) : verifyHmac(signing, request, now);
}
