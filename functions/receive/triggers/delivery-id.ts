import { parseJson } from '../../platform/parse-json.ts';
import { queueId } from '../../platform/queue-id.ts';
import type { Signing } from './signing.ts';
import type { SignedRequest } from './verify-trigger.ts';

/** The sender's own id of a webhook, the same in each of its retries, in a form that the queue takes; null: it has none. */
export function deliveryId(signing: Signing, { raw, header }: SignedRequest): string | null {
  const id = writtenId(signing, raw, header)?.trim() ?? '';
  return id === '' ? null : queueId(id);
}

function writtenId(signing: Signing, raw: Uint8Array, header: SignedRequest['header']): string | undefined {
  if (signing.scheme === 'standard') return header('webhook-id');
  if (signing.id === null) return undefined;
  return 'header' in signing.id ? header(signing.id.header) : fieldOf(raw, signing.id.field);
}

/** A text or number of the payload, by the names that lead to it. */
function fieldOf(raw: Uint8Array, path: string): string | undefined {
  let value = parseJson(raw);
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
