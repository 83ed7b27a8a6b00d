import { isObject } from '../rules/json.ts';
import { ledgerKey } from './ledger.ts';
import type { Reading } from './read-records.ts';
import type { NotificationRecord } from './record.ts';
import { entriesOf, ruleEntry } from './record-entries.ts';
import { recordOf, stateOf } from './record-item.ts';
import { recordKey, textKey } from './record-key.ts';
import type { RecordQueries } from './record-queries.ts';
import { type Erasable, remainsOf } from './record-remains.ts';
import { readRecordText } from './record-text.ts';
import { seenKey } from './reported.ts';
import type { Item, Key, Table } from './table.ts';

export interface EraseStore {
  table: Pick<Table, 'get' | 'update' | 'delete'>;
  queries: Pick<RecordQueries, 'bySubject' | 'byPerson'>;
}

type Tolerance = Pick<Reading, 'onUnreadable'>;
type Named = Pick<NotificationRecord, 'app_id' | 'identity'>;

interface Progress {
  /** Told of each record before it is removed; where it throws, what is left stays. */
  onRecord?: (record: NotificationRecord) => void;
}

/**
 * Removes every record in which the contact stands, with its text and its entries in lists, and the ledgers of the
 * contact, of its conversations and of its tickets. Elsewhere in ledgers a record's name is taken out: it may hold the
 * contact's id. Can be repeated. @returns how many records there were
 */
export async function eraseContact(store: EraseStore, id: string, progress: Progress = {}): Promise<number> {
  const done = await eraseAll(store, (tolerance) => store.queries.byPerson(id, tolerance), progress);
  await store.table.delete(ledgerKey({ type: 'contact', id }));
  return done;
}

/** The same for all records about a conversation, its ledger, and catch-up's mark. */
export async function eraseConversation(
  store: EraseStore,
  id: string,
  progress: Progress = {},
): Promise<number> {
  const subject = { type: 'conversation', id };
  const done = await eraseAll(store, (tolerance) => store.queries.bySubject(subject, tolerance), progress);
  await store.table.delete(ledgerKey(subject));
  await store.table.delete(seenKey(subject));
  return done;
}

/**
 * Takes texts and found facts out of those records of a conversation that hold one of these parts, all of them where no
 * part is named. Where the text is not kept, or no longer, nothing tells whose words a record found: they go as well.
 * What was decided and done stays, but of a record that cannot be read: that goes whole.
 */
export async function redactParts(
  store: EraseStore,
  conversation: string,
  parts: readonly string[],
): Promise<void> {
  const { table, queries } = store;
  const subject = { type: 'conversation', id: conversation };
  const { records, unreadable } = await collect((tolerance) => queries.bySubject(subject, tolerance));
  for (const named of unreadable) await eraseUnreadable(store, named);
  for (const record of records) {
    const text = await readRecordText(table, record);
    const content = `${record.identity} ${JSON.stringify(text)}`;
    const mayHold = parts.length === 0 || (text === null && record.matched.length > 0);
    if (mayHold || parts.some((part) => content.includes(part))) await redact(table, record);
  }
}

/** What else stands about a record, and then the record itself, so that what fails midway is found again. */
export async function eraseRecord({ table }: EraseStore, record: Erasable): Promise<void> {
  const { subject, changes, matched } = record;
  const targets = changes.map(({ target }) => target);
  const conversation = subject?.type === 'conversation' || subject?.type === 'ticket' ? [subject] : [];
  await Promise.all([
    table.delete(textKey(record)),
    ...matched.map(({ rule }) => table.delete(ruleEntry(record, rule))),
    ...entriesOf(record).map((entry) => table.delete(entry)),
    ...conversation.map((each) => table.delete(ledgerKey(each))),
    ...targets.map((target) => forgetRecord(table, ledgerKey(target), record.identity)),
  ]);
  await table.delete(recordKey(record));
}

/** The same of a record that is damaged, or of a newer version: with what else stands about it as far as it still tells. */
export async function eraseUnreadable(store: EraseStore, named: Named): Promise<void> {
  const item = await store.table.get(recordKey(named));
  if (item !== null) await eraseRecord(store, { ...remainsOf(item), ...named });
}

type Find = (tolerance: Tolerance) => AsyncIterable<NotificationRecord>;

async function eraseAll(store: EraseStore, find: Find, { onRecord }: Progress): Promise<number> {
  const { records, unreadable } = await collect(find);
  for (const record of records) {
    onRecord?.(record);
    await eraseRecord(store, record);
  }
  for (const named of unreadable) await eraseUnreadable(store, named);
  return records.length + unreadable.length;
}

/** All at once, since the list shrinks while they are erased. */
async function collect(find: Find): Promise<{ records: NotificationRecord[]; unreadable: Named[] }> {
  const records: NotificationRecord[] = [];
  const unreadable: Named[] = [];
  const onUnreadable: Tolerance['onUnreadable'] = ({ appId, identity }) => {
    unreadable.push({ app_id: appId, identity });
  };
  for await (const record of find({ onUnreadable })) records.push(record);
  return { records, unreadable };
}

async function redact(table: EraseStore['table'], record: NotificationRecord): Promise<void> {
  await table.delete(textKey(record));
  for (;;) {
    const item = await table.get(recordKey(record));
    if (item === null) return;
    const { packed } = stateOf(withoutWords(recordOf(item)));
    const written = await table.update(
      recordKey(record),
      { text: 'SET packed = :packed', values: { ':packed': packed } },
      { text: 'packed = :was', values: { ':was': item['packed'] } },
    );
    // Else somebody has written it meanwhile, and it is looked at again.
    if (written !== null) return;
  }
}

function withoutWords({ text: _, ...record }: NotificationRecord): NotificationRecord {
  const matched = record.matched.map((rule) => ({
    ...rule,
    because: rule.because.map(({ field, operator, value }) => ({ field, operator, value, found: null })),
  }));
  return { ...record, matched };
}

/** In a ledger that stays: the intents stand, and no longer say what they were for. One that is newer by now is not ours. */
export async function forgetRecord(table: EraseStore['table'], key: Key, identity: string): Promise<void> {
  for (const [name, value] of Object.entries((await table.get(key)) ?? {})) {
    const without = withoutMention(value, identity);
    if (without === null) continue;
    const names = { '#name': name };
    const set = { text: 'SET #name = :without', names, values: { ':without': without } };
    // Engines differ in whether whole maps can be compared.
    const unchanged = isObject(value)
      ? { text: '#name.#order = :was', names: { '#order': 'order' }, values: { ':was': value['order'] } }
      : { text: '#name = :was', values: { ':was': value } };
    await table.update(key, set, unchanged);
  }
}

/** The attribute's value without the record's name; null where it does not name it. */
function withoutMention(value: unknown, identity: string): Item | string | null {
  if (value === identity) return erased;
  if (!isObject(value)) return null;
  const { record, echo, ...rest } = value;
  if (record !== identity && echo !== identity) return null;
  return {
    ...rest,
    record: record === identity ? erased : record,
    ...(echo === undefined ? {} : { echo: echo === identity ? erased : echo }),
  };
}

const erased = 'erased';
