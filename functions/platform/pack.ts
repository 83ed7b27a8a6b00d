import { gunzipSync, gzipSync } from 'node:zlib';

/** Raw bytes as a message's body: gzip, then base64. JSON shrinks to about a quarter, so that far more fits. */
export function pack(raw: Uint8Array): string {
  return gzipSync(raw).toString('base64');
}

/** The raw bytes back. More than `maxBytes` of them are an error, whatever the packed size. */
export function unpack(body: string, maxBytes = 16 * 1024 * 1024): Buffer {
  return gunzipSync(Buffer.from(body, 'base64'), { maxOutputLength: maxBytes });
}
