import { createHmac } from 'node:crypto';

/** The value of `X-Hub-Signature` for a body. */
export function hubSignature(body: string | Uint8Array, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}

/** The value of `X-Body-Signature` for a body. */
export function bodySignature(body: string | Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
