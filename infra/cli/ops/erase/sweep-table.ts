import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { isObject } from '../../../../functions/rules/json.ts';
import { type EraseStore, eraseRecord, forgetRecord } from '../../../../functions/store/erase-records.ts';
import { itemText } from '../../../../functions/store/item-text.ts';
import { recordOf } from '../../../../functions/store/record-item.ts';
import { recordKeyOf } from '../../../../functions/store/record-key.ts';
import type { Key } from '../../../../functions/store/table.ts';
import type { Session } from '../session.ts';

const keySchema = z.looseObject({ pk: z.string(), sk: z.string() });
type FoundItem = z.infer<typeof keySchema>;

export interface Swept {
  read: number;
  removed: number;
  /** Keys of items that hold one of the identifiers and are not this command's to change. */
  left: string[];
}

/**
 * Reads the whole table, what is gzipped too, and removes what holds one of the identifiers: what no index tells of,
 * such as another system's webhook that names a person by their e-mail address.
 */
export async function sweepTable(
  { environment, progress, signal }: Session,
  store: EraseStore,
  identifiers: readonly string[],
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
        const text = itemText(item);
        if (!identifiers.some((each) => text.includes(each))) continue;
        if (await remove(store, item, identifiers)) swept.removed += 1;
        else swept.left.push(`${item.pk} ${item.sk}`);
      }
      swept.read += page.Items?.length ?? 0;
      bar.update(swept.read);
    }
    return swept;
  } finally {
    bar.stop();
  }
}

async function remove(store: EraseStore, item: FoundItem, identifiers: readonly string[]): Promise<boolean> {
  const { pk, sk } = item;
  const key: Key = { pk, sk };
  switch (pk.split('#')[0]) {
    case 'NOTIFICATION':
    case 'TEXT': {
      const record = await store.table.get(recordKeyOf(key));
      if (record !== null) await eraseRecord(store, recordOf(record));
      await store.table.delete(key);
      return true;
    }
    case 'RULE':
    case 'PERSON':
    case 'SUBJECT':
      await store.table.delete(key);
      return true;
    case 'TARGET':
      await forgetIn(store, key, item, identifiers);
      return true;
    default:
      return false;
  }
}

async function forgetIn(
  { table }: EraseStore,
  key: Key,
  item: FoundItem,
  identifiers: readonly string[],
): Promise<void> {
  for (const value of Object.values(item)) {
    const named = isObject(value) ? [value['record'], value['echo']] : [value];
    for (const identity of named) {
      if (typeof identity !== 'string' || identity === key.pk) continue;
      if (identifiers.some((each) => identity.includes(each))) await forgetRecord(table, key, identity);
    }
  }
}
