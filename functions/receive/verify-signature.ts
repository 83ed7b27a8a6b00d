import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * `hub`: `X-Hub-Signature`, which notifications carry, `sha1=` and the HMAC-SHA1 of the raw body in 40 hex
 * digits (developers.intercom.com, "Signed notifications"). `body`: `X-Body-Signature`, HMAC-SHA256 in 64
 * hex digits, which Intercom sends on an uninstall and on health checks (seen in dubinc/dub#4054).
 */
export type SignatureScheme = 'hub' | 'body';

const schemes = {
  hub: { algorithm: 'sha1', form: /^sha1=([0-9a-f]{40})$/i },
  body: { algorithm: 'sha256', form: /^([0-9a-f]{64})$/i },
} as const;

/** Whether `header` signs `raw` with one of `secrets`. All are tried in constant time. */
export function verifySignature(
  scheme: SignatureScheme,
  header: string,
  raw: Uint8Array,
  secrets: readonly string[],
): boolean {
  const { algorithm, form } = schemes[scheme];
  const hex = form.exec(header)?.[1];
  if (hex === undefined) return false;

  const given = Buffer.from(hex, 'hex');
  let valid = false;
  for (const secret of secrets) {
    const expected = createHmac(algorithm, secret).update(raw).digest();
    valid = timingSafeEqual(expected, given) || valid;
  }
  return valid;
}
