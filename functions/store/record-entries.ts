import type { NotificationRecord } from './record.ts';
import { recordKey, subjectPartition } from './record-key.ts';
import type { Item, Key } from './table.ts';

type Listed = Pick<NotificationRecord, 'app_id' | 'identity' | 'happened_at' | 'expires_at'>;
type About = Pick<NotificationRecord, 'subject' | 'people'>;

/** What else must be known of where a record is: it is written before the record itself. */
export function entriesOf(record: Listed & About): (Key & Item)[] {
  const { subject, people = [] } = record;
  // The index by time knows the first.
  const persons = people.slice(1).map(personList);
  // Another system's webhook is about somebody whom its identity does not name.
  const isElsewhere = subject !== null && recordKey(record).pk !== subjectPartition(subject);
  return [...persons, ...(isElsewhere ? [subjectList(subject)] : [])].map((list) => entry(list, record));
}

/** An entry in a rule's list of what it matched. */
export function ruleEntry(record: Listed, rule: string): Key & Item {
  return entry(ruleList(rule), record);
}

export function ruleList(rule: string): string {
  return `RULE#${rule}`;
}

/** The list of records in which a contact stands, and is not the first. */
export function personList(contact: string): string {
  return `PERSON#${contact}`;
}

/** The list of a subject's records that are not in its own partition. */
export function subjectList({ type, id }: { type: string; id: string }): string {
  return `SUBJECT#${type}:${id}`;
}

/** A list is in the order of time. */
function entry(pk: string, { app_id, identity, happened_at, expires_at }: Listed): Key & Item {
  return { pk, sk: `${happened_at}#${identity}`, app_id, identity, expires_at };
}
