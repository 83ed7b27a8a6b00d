import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { itemText } from '../../functions/store/item-text.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';

/** Every item of the table as text, what is packed unpacked. */
export async function scanTable({ client, tableName }: LocalDatabase): Promise<string[]> {
  const items: string[] = [];
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    for (const item of page.Items ?? []) {
      items.push(itemText(unmarshall(item)));
    }
  }
  return items;
}
