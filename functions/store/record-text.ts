import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { NotificationRecord } from './record.ts';
import type { Table } from './table.ts';

const object = z.record(z.string(), z.unknown()).exactOptional();

const storedText = z.object({
  /** As it was posted. */
  notification: z.string(),
  /** Objects that were fetched for the decision, as Intercom gave them, by their name in facts. */
  facts: z.looseObject({
    contact: object,
    company: object,
    conversation: object,
    ticket: object,
    ledger: z.object({ matched: z.array(z.string()).exactOptional() }).exactOptional(),
  }),
});

export type RecordText = z.infer<typeof storedText>;

/** What came, and what was fetched for the decision; null where it was not kept, or no longer is. */
export async function readRecordText(
  table: Pick<Table, 'get'>,
  { app_id, identity, text }: Pick<NotificationRecord, 'app_id' | 'identity' | 'text'>,
): Promise<RecordText | null> {
  if (text !== undefined) return { notification: gunzipSync(text).toString('utf8'), facts: {} };
  const item = await table.get({ pk: `NOTIFICATION#${app_id}#${identity}`, sk: 'TEXT' });
  if (item === null) return null;
  const packed = z.instanceof(Uint8Array).parse(item['text']);
  return storedText.parse(JSON.parse(gunzipSync(packed).toString('utf8')));
}
