import { gunzipSync } from 'node:zlib';
import { unpackJson } from './stored-json.ts';

/** All that an item of the table says, what is packed or gzipped in it, too: to be searched, not to be read. */
export function itemText(item: unknown): string {
  return JSON.stringify(item, (_, value: unknown) =>
    value instanceof Uint8Array ? bytesText(value) : value,
  );
}

function bytesText(bytes: Uint8Array): string {
  // A ruleset in several parts cannot be read from one of them, and holds nothing of people.
  for (const read of [packedText, gzippedText]) {
    try {
      return read(bytes);
    } catch {}
  }
  return '';
}

function packedText(bytes: Uint8Array): string {
  const { value, text } = unpackJson(bytes);
  return `${JSON.stringify(value)}\n${text}`;
}

const gzippedText = (bytes: Uint8Array): string => gunzipSync(bytes).toString('utf8');
