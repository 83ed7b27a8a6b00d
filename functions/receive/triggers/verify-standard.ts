import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { StandardSigning } from './signing.ts';
import type { SignedRequest } from './verify-trigger.ts';

/**
 * The same by the library of Standard Webhooks, which holds the time to five minutes both ways by the system's own
 * clock. It signs text: bytes that are no UTF-8 are refused, since they would all read as one character.
 */
export function verifyStandard(
  { secrets }: StandardSigning,
  { raw, header }: SignedRequest,
): { signedAt: number } | null {
  const body = textOf(raw);
  const headers = {
    'webhook-id': header('webhook-id') ?? '',
    'webhook-timestamp': header('webhook-timestamp') ?? '',
    'webhook-signature': header('webhook-signature') ?? '',
  };
  // The library reads a number from the beginning of whatever stands there.
  if (body === null || !/^\d{1,11}$/.test(headers['webhook-timestamp'])) return null;
  const valid = secrets.map((secret) => isSignedBy(secret, body, headers)).includes(true);
  return valid ? { signedAt: Number(headers['webhook-timestamp']) } : null;
}

function isSignedBy(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    // Bad JSON that is signed is recorded, not refused.
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

function textOf(raw: Uint8Array): string | null {
  try {
    // Without ignoreBOM a byte order mark would be dropped, and bytes with it and without it be one text.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}
