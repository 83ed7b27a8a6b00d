import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { isObject } from '../../../../functions/rules/json.ts';
import {
  type EraseStore,
  eraseRecord,
  eraseUnreadable,
  forgetRecord,
} from '../../../../functions/store/erase-records.ts';
import type { NotificationRecord } from '../../../../functions/store/record.ts';
import { recordOf } from '../../../../functions/store/record-item.ts';
import { recordKeyOf, recordNamed } from '../../../../functions/store/record-key.ts';
import type { Key } from '../../../../functions/store/table.ts';
import type { Session } from '../session.ts';

const keySchema = z.looseObject({ pk: z.string(), sk: z.string() });
type FoundItem = z.infer<typeof keySchema>;

export interface Swept {
  read: number;
  removed: number;
  /** Keys of items that name what is erased and are not this command's to change. */
  left: Key[];
}

interface Sweep {
  mentions: (value: unknown) => boolean;
  /** Told of each record before it is removed. */
  onRecord: (record: NotificationRecord) => void;
}

/**
 * Reads the whole table, what is packed too, and removes what names what is erased: what no index tells of, such as
 * another system's webhook that names a person by their e-mail address.
 */
export async function sweepTable(
  { environment, progress, signal }: Session,
  store: EraseStore,
  sweep: Sweep,
): Promise<Swept> {
  const { dynamo, tableName } = environment;
  const swept: Swept = { read: 0, removed: 0, left: [] };
  const bar = progress('Searching the whole table: items read');
  try {
    for await (const page of paginateScan(
      { client: dynamo },
      { TableName: tableName, ConsistentRead: true },
    )) {
      signal.throwIfAborted();
      for (const stored of page.Items ?? []) {
        const item = keySchema.parse(unmarshall(stored));
        if (!sweep.mentions(item)) continue;
        if (await remove(store, item, sweep)) swept.removed += 1;
        else swept.left.push({ pk: item.pk, sk: item.sk });
      }
      swept.read += page.Items?.length ?? 0;
      bar.update(swept.read);
    }
    return swept;
  } finally {
    bar.stop();
  }
}

async function remove(store: EraseStore, item: FoundItem, { mentions, onRecord }: Sweep): Promise<boolean> {
  const { pk, sk } = item;
  const key: Key = { pk, sk };
  switch (pk.split('#')[0]) {
    case 'NOTIFICATION':
    case 'TEXT': {
      const stored = await store.table.get(recordKeyOf(key));
      if (stored !== null) {
        await removeRecord(store, stored, onRecord);
      }
      await store.table.delete(key);
      return true;
    }
    case 'RULE':
    case 'PERSON':
    case 'SUBJECT':
    case 'SEEN':
      await store.table.delete(key);
      return true;
    case 'TARGET':
      return forgetIn(store, key, item, mentions);
    default:
      return false;
  }
}

async function removeRecord(store: EraseStore, stored: unknown, onRecord: Sweep['onRecord']): Promise<void> {
  const read = readable(stored);
  if (read === null) {
    const named = recordNamed(keySchema.parse(stored));
    if (named !== null) await eraseUnreadable(store, named);
    return;
  }
  onRecord(read);
  await eraseRecord(store, read);
}

function readable(stored: unknown): NotificationRecord | null {
  try {
    return recordOf(stored);
  } catch {
    return null;
  }
}

/** The names of records in a ledger. False where something else in it, such as a tag's name, is what is looked for. */
async function forgetIn(
  { table }: EraseStore,
  key: Key,
  item: FoundItem,
  mentions: (value: unknown) => boolean,
): Promise<boolean> {
  for (const value of Object.values(item)) {
    const named = isObject(value) ? [value['record'], value['echo']] : [value];
    for (const identity of named) {
      if (typeof identity !== 'string' || identity === key.pk || !mentions(identity)) continue;
      await forgetRecord(table, key, identity);
    }
  }
  return !mentions(await table.get(key));
}
