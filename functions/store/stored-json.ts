import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { storedDictionary } from './stored-dictionary.ts';

/** A value, and a text beside it as it came: JSON within JSON would be escaped, and is not found by the dictionary. */
export interface StoredJson {
  value: unknown;
  text: string;
}

/** Which dictionary it is of: the first byte of what is stored. */
const format = 1;

/**
 * A value as JSON and a text, as they are stored: deflated by a dictionary of what Intercom's objects and our records
 * are made of (ADR 0088), so that a usual one fits into the kilobyte that a unit of DynamoDB's buys.
 */
export function packJson({ value, text }: StoredJson): Uint8Array {
  const body = deflateRawSync(`${JSON.stringify(value)}\n${text}`, {
    dictionary: storedDictionary,
    level: 9,
  });
  return Buffer.concat([Uint8Array.of(format), body]);
}

/** @throws Error where the bytes are none of ours */
export function unpackJson(stored: unknown): StoredJson {
  const bytes = z.instanceof(Uint8Array).parse(stored);
  if (bytes[0] !== format) throw new Error(`stored JSON of the unknown format ${bytes[0]}`);
  const body = inflateRawSync(bytes.subarray(1), { dictionary: storedDictionary }).toString('utf8');
  // JSON has no line break of its own.
  const end = body.indexOf('\n');
  return { value: JSON.parse(body.slice(0, end)), text: body.slice(end + 1) };
}
