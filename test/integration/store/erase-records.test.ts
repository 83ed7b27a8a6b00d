import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type EraseStore,
  eraseContact,
  eraseConversation,
  redactParts,
} from '../../../functions/store/erase-records.ts';
import { ruleEntry } from '../../../functions/store/record-entries.ts';
import { recordKey, textKey } from '../../../functions/store/record-key.ts';
import { createRecordQueries } from '../../../functions/store/record-queries.ts';
import { createRecordStore, type RecordStore } from '../../../functions/store/records.ts';
import { packJson } from '../../../functions/store/stored-json.ts';
import { createTable } from '../../../functions/store/table.ts';
import type { LocalDatabase } from '../../../infra/local/start-dynalite.ts';
import { aRecord } from '../../support/records.ts';
import { scanTable } from '../../support/scan-table.ts';
import { describeStore } from '../../support/store-engines.ts';

const because = [{ field: 'message.text', operator: 'words', value: 'refund', found: 'the refund' }];
const matched = [{ rule: 'refund', mode: 'live' as const, because }];

describeStore((start) => {
  let database: LocalDatabase;
  let records: RecordStore;
  let store: EraseStore;
  beforeAll(async () => {
    database = await start();
    const { client, tableName } = database;
    const table = createTable(client, tableName, Date.now);
    records = createRecordStore(table);
    store = { table, queries: createRecordQueries(client, tableName, Date.now) };
  });
  afterAll(() => database.close());

  /** A hit with its text and its entry by rule. */
  const hit = async (conversation: string, part: string, people: string[]) => {
    const record = aRecord({
      identity: `conversation.user.replied/conversation:${conversation}/part:${part}`,
      subject: { type: 'conversation', id: conversation },
      status: 'finished',
      outcome: 'tagged',
      matched,
      people,
    });
    await records.create(record);
    await records.putText(record, { notification: `part ${part}`, facts: {} }, record.expires_at);
    await records.putByRule(record, 'refund');
    return record;
  };
  const traces = async (text: string) =>
    (await scanTable(database)).filter((item) => item.includes(text)).length;

  it('takes the words out of the records that hold a part, and leaves what was done', async () => {
    const redacted = await hit('10', '101', ['ada']);
    const other = await hit('10', '102', ['ada']);
    await redactParts(store, '10', ['101']);

    const read = await records.read(redacted.app_id, redacted.identity);
    expect(read).toMatchObject({ outcome: 'tagged', matched: [{ because: [{ found: null }] }] });
    expect(await records.readText(redacted)).toBeNull();
    expect(await records.read(other.app_id, other.identity)).toEqual(other);
    expect(await records.readText(other)).not.toBeNull();
  });

  it('takes the words out of a record of which no text tells that it held the part', async () => {
    const [beginning, other] = [await hit('11', '1', ['ada']), await hit('12', '1', ['ada'])];
    await store.table.delete(textKey(beginning));
    await redactParts(store, '11', ['555']);
    await redactParts(store, '12', ['555']);
    const words = async ({ app_id, identity }: typeof other) =>
      (await records.read(app_id, identity))?.matched[0]?.because[0]?.found;
    expect([await words(beginning), await words(other)]).toEqual([null, 'the refund']);
  });

  it('erases a contact, whether it is the first of a record or not, and nobody else', async () => {
    await hit('20', '201', ['bob']);
    await hit('21', '211', ['cleo', 'bob']);
    const others = await hit('22', '221', ['cleo']);
    expect(await eraseContact(store, 'bob')).toBe(2);
    expect(await traces('bob')).toBe(0);
    expect(await records.read(others.app_id, others.identity)).toEqual(others);
  });

  it.each([
    ['damaged', Uint8Array.of(1, 2, 3)],
    ['of a newer version', packJson({ value: { topic: 't', status: 'new', matched, text: 7 }, text: '' })],
  ])('erases a record that is %s, and those beside it', async (_, packed) => {
    const [first, second] = [await hit('40', '401', ['eve', 'eva']), await hit('40', '402', ['eva'])];
    const set = { text: 'SET packed = :packed, #status = :new', names: { '#status': 'status' } };
    await store.table.update(recordKey(first), { ...set, values: { ':packed': packed, ':new': 'new' } });
    expect(await eraseContact(store, 'eva')).toBe(2);
    expect([await traces('"eva"'), await traces('PERSON#eva')]).toEqual([0, 0]);
    expect(await records.read(second.app_id, second.identity)).toBeNull();
    // Where it says which rules it matched, their lists no longer name it either.
    expect(await traces('part:401')).toBe(packed.length > 3 ? 0 : 1);
    await store.table.delete(ruleEntry(first, 'refund'));
  });

  it('redacts a record that cannot be read by erasing it', async () => {
    const record = await hit('41', '411', ['finn']);
    const damage = { text: 'SET packed = :packed', values: { ':packed': Uint8Array.of(9) } };
    await store.table.update(recordKey(record), damage);
    await redactParts(store, '41', ['555']);
    expect(await store.table.get(recordKey(record))).toBeNull();
  });

  it('erases a conversation', async () => {
    await hit('30', '301', ['dora']);
    await hit('30', '302', ['dora']);
    await hit('31', '311', ['dora']);
    expect(await eraseConversation(store, '30')).toBe(2);
    expect([await traces('conversation:30/'), await traces('conversation:30"')]).toEqual([0, 0]);
    // Record, text and entry by rule.
    expect(await traces('part:311')).toBe(3);
  });
});
