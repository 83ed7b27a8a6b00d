import { createHash } from 'node:crypto';

/** What SQS takes in group and deduplication ids: 1 to 128 of these characters. */
const allowed = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

/** `text` where SQS takes it as a group or deduplication id, else its SHA-256, so that equal texts stay equal. */
export function queueId(text: string): string {
  return allowed.test(text) ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
