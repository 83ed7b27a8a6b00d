import type { NotificationRecord } from './record.ts';
import type { Key } from './table.ts';

type Named = Pick<NotificationRecord, 'app_id' | 'identity'>;

/** An identity that names its subject, which another system's never does, though it may look like it. */
const ofSubject = /^(?!source:)([^/]+)\/((?:conversation|contact|company|ticket):[^/]+)\/(.+)$/s;

/**
 * Where a record is, by its identity alone: in one partition with all others of the subject that its identity names,
 * else in one of its own.
 */
export function recordKey({ app_id, identity }: Named): Key {
  const [, topic, subject, rest] = ofSubject.exec(identity) ?? [];
  return subject === undefined
    ? { pk: `${prefix}${app_id}#${identity}`, sk: alone }
    : { pk: prefix + subject, sk: `${app_id}#${topic}/${rest}` };
}

/** Where the texts of a hit are: apart, so that who lists a subject's records does not read them. */
export function textKey(record: Named): Key {
  const { pk, sk } = recordKey(record);
  return { pk: textPrefix + pk.slice(prefix.length), sk };
}

/** Of a record's key or its text's. */
export function recordKeyOf({ pk, sk }: Key): Key {
  return { pk: pk.startsWith(textPrefix) ? prefix + pk.slice(textPrefix.length) : pk, sk };
}

/** The same read back. Null where it is no record's key. */
export function recordNamed({ pk, sk }: Key): Named | null {
  if (!pk.startsWith(prefix)) return null;
  const name = pk.slice(prefix.length);
  if (sk === alone) {
    const [app_id, identity] = cut(name, '#');
    return { app_id, identity };
  }
  const [app_id, rest] = cut(sk, '#');
  const [topic, part] = cut(rest, '/');
  return { app_id, identity: `${topic}/${name}/${part}` };
}

/** The partition with the records of a subject whose identity names it. */
export function subjectPartition({ type, id }: { type: string; id: string }): string {
  return `${prefix}${type}:${id}`;
}

/** The subject that a record's identity names; null where it names none. */
export function subjectNamed({ pk, sk }: Key): { type: string; id: string } | null {
  if (!pk.startsWith(prefix) || sk === alone) return null;
  const [type, id] = cut(pk.slice(prefix.length), ':');
  return { type, id };
}

const prefix = 'NOTIFICATION#';
const textPrefix = 'TEXT#';
const alone = 'RECORD';

/** No app_id has a `#`, and no topic of an identity that names its subject has a `/`. */
function cut(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return [text.slice(0, index), text.slice(index + 1)];
}
