import { gunzipSync } from 'node:zlib';
import { parseJson } from '../../../../functions/platform/parse-json.ts';
import { idText, isObject } from '../../../../functions/rules/json.ts';
import { unpackJson } from '../../../../functions/store/stored-json.ts';
import type { ObjectName } from '../parse-object.ts';

/**
 * Tells whether what is stored names the object or one of these texts, however deep, in JSON within JSON and gzipped
 * too. Only as a whole: `ann@acme.example` does not stand in `joann@acme.example`, nor 2154 in 215469.
 */
export function mentionTest(object: ObjectName, also: readonly string[]): (value: unknown) => boolean {
  const patterns = [objectPattern(object), ...also.map(textPattern)];
  return (value) => {
    for (const text of textsIn(value)) if (patterns.some((pattern) => pattern.test(text))) return true;
    return false;
  };
}

/** A shorter one may be a count, or a part of the time. */
const shortestId = 12;

/** Contacts have ids that nothing else has; a conversation's may be a part's or a company's as well. */
function objectPattern({ type, id }: ObjectName): RegExp {
  const isUnique = type === 'contact' && id.length >= shortestId;
  const kinds = type === 'contact' ? '(?:contact|user|lead|person)' : type;
  const named = isUnique ? '' : `${kinds}s?[:/#]`;
  return new RegExp(`(?<![\\p{L}\\p{N}])${named}${escaped(id)}(?![\\p{L}\\p{N}])`, 'iu');
}

function textPattern(text: string): RegExp {
  const [before, after] = text.includes('@')
    ? ['[\\p{L}\\p{N}._%+-]', '[\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}]']
    : ['[\\p{L}\\p{N}_]', '[\\p{L}\\p{N}_]'];
  return new RegExp(`(?<!${before})${escaped(text)}(?!${after})`, 'iu');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}

/** Every text, name and number in it; an object with a type and an id as `conversation:215469`, too. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield* textsInString(value);
  else if (typeof value === 'number') yield String(value);
  else if (value instanceof Uint8Array) yield* textsInBytes(value);
  else if (Array.isArray(value)) for (const each of value) yield* textsIn(each);
  else if (isObject(value)) {
    const { type, id } = value;
    if (typeof type === 'string') yield `${type}:${idText(id)}`;
    for (const [name, each] of Object.entries(value)) {
      yield name;
      if (name.endsWith('_id')) yield `${name.slice(0, -'_id'.length)}:${idText(each)}`;
      yield* textsIn(each);
    }
  }
}

function* textsInString(text: string): Generator<string> {
  const json = /^\s*[[{]/u.test(text) ? parseJson(text) : undefined;
  if (json === undefined) yield text;
  else yield* textsIn(json);
}

function* textsInBytes(bytes: Uint8Array): Generator<string> {
  for (const read of [unpackJson, gunzipped]) {
    try {
      yield* textsIn(read(bytes));
      return;
    } catch {
      // Packed otherwise. A ruleset in several parts cannot be read from one of them, and holds nothing of people.
    }
  }
}

const gunzipped = (bytes: Uint8Array): string => gunzipSync(bytes).toString('utf8');
