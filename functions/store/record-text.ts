import * as z from 'zod';
import type { NotificationRecord } from './record.ts';
import { textKey } from './record-key.ts';
import { packJson, unpackJson } from './stored-json.ts';
import type { Table } from './table.ts';

const object = z.record(z.string(), z.unknown()).exactOptional();

const storedFacts = z.looseObject({
  contact: object,
  company: object,
  conversation: object,
  ticket: object,
  ledger: z.object({ matched: z.array(z.string()).exactOptional() }).exactOptional(),
});

export interface RecordText {
  /** As it was posted. */
  notification: string;
  /** Objects that were fetched for the decision, as Intercom gave them, by their name in facts. */
  facts: z.infer<typeof storedFacts>;
}

/** Of JSON that need not have been read by a schema. */
export interface GivenText {
  notification: string;
  facts: object;
}

/** Under DynamoDB's 400 KB an item. What is larger cannot be replayed; the record stands without it. */
const maxPackedBytes = 380 * 1024;

/** As a hit's text is stored; null where it is too large. */
export function packText({ notification, facts }: GivenText): Uint8Array | null {
  const packed = packJson({ value: facts, text: notification });
  return packed.length > maxPackedBytes ? null : packed;
}

/** What came, and what was fetched for the decision; null where it was not kept, or no longer is. */
export async function readRecordText(
  table: Pick<Table, 'get'>,
  record: Pick<NotificationRecord, 'app_id' | 'identity' | 'text'>,
): Promise<RecordText | null> {
  const { text } = record;
  if (text !== undefined) return { notification: text, facts: {} };
  const item = await table.get(textKey(record));
  if (item === null) return null;
  const { value, text: notification } = unpackJson(item['packed']);
  return { notification, facts: storedFacts.parse(value) };
}
