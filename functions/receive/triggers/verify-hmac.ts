import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HmacSigning, Piece } from './signing.ts';
import type { SignedRequest } from './verify-trigger.ts';

const digestBytes = { sha1: 20, sha256: 32, sha512: 64 } as const;

/** Whether the request is signed by one of the secrets, and at which time (Unix seconds; null where none is signed). */
export function verifyHmac(
  signing: HmacSigning,
  { raw, header }: SignedRequest,
  now: number,
): { signedAt: number | null } | null {
  const value = header(signing.header);
  if (value === undefined) return null;
  const fields = signing.signatureKey === null ? [] : fieldsOf(value);
  const written = timestampIn(signing, fields, header);
  const signedAt = written === null ? null : secondsOf(written);
  if (signing.timestamp !== null) {
    if (signedAt === null || Math.abs(now / 1000 - signedAt) > signing.tolerance) return null;
  }

  const given = signaturesIn(signing, value, fields);
  const id = signing.id !== null && 'header' in signing.id ? (header(signing.id.header) ?? '') : '';
  const text = (pieces: readonly Piece[]) => pieces.map((piece) => textOf(piece, written ?? '', id)).join('');
  let valid = false;
  for (const secret of signing.secrets) {
    const hmac = createHmac(signing.algorithm, secret).update(text(signing.signed.before));
    const expected = hmac.update(raw).update(text(signing.signed.after)).digest();
    for (const each of given) valid = timingSafeEqual(expected, each) || valid;
  }
  return valid ? { signedAt } : null;
}

/** A header such as `t=1492774577,v1=5257a8…,v1=6ffbb5…`. */
function fieldsOf(value: string): (readonly [string, string])[] {
  return value.split(',').map((each) => {
    const at = each.indexOf('=');
    return [each.slice(0, Math.max(0, at)).trim(), each.slice(at + 1).trim()];
  });
}

function timestampIn(
  { timestamp }: HmacSigning,
  fields: readonly (readonly [string, string])[],
  header: SignedRequest['header'],
): string | null {
  if (timestamp === null) return null;
  if ('header' in timestamp) return header(timestamp.header) ?? null;
  const found = fields.filter(([key]) => key === timestamp.key);
  // Of two, one would be checked and the other might be signed.
  return found.length === 1 ? (found[0]?.[1] ?? null) : null;
}

/** The signatures of the header, as bytes; what is none is left out. */
function signaturesIn(
  { signatureKey, prefix, encoding, algorithm }: HmacSigning,
  value: string,
  fields: readonly (readonly [string, string])[],
): Buffer[] {
  const written =
    signatureKey === null ? [value] : fields.filter(([key]) => key === signatureKey).map(([, each]) => each);
  const form = encoding === 'hex' ? /^[0-9a-f]+$/i : /^[A-Za-z0-9+/]+={0,2}$/;
  return written
    .filter((each) => each.startsWith(prefix) && form.test(each.slice(prefix.length)))
    .map((each) => Buffer.from(each.slice(prefix.length), encoding))
    .filter((each) => each.length === digestBytes[algorithm]);
}

function textOf(piece: Piece, timestamp: string, id: string): string {
  if ('text' in piece) return piece.text;
  return piece.placeholder === 'timestamp' ? timestamp : id;
}

/** Unix seconds or milliseconds, or an ISO time with its zone; null for all else. */
function secondsOf(written: string): number | null {
  if (/^\d{1,11}$/.test(written)) return Number(written);
  if (/^\d{12,15}$/.test(written)) return Number(written) / 1000;
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(written)) return null;
  const ms = Date.parse(written);
  return Number.isNaN(ms) ? null : ms / 1000;
}
