import { gunzipSync } from 'node:zlib';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';

/** Every item of the table as text, what is gzipped unpacked. */
export async function scanTable({ client, tableName }: LocalDatabase): Promise<string[]> {
  const items: string[] = [];
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    for (const item of page.Items ?? []) {
      items.push(
        JSON.stringify(unmarshall(item), (_, value: unknown) =>
          value instanceof Uint8Array ? gunzipSync(value).toString('utf8') : value,
        ),
      );
    }
  }
  return items;
}
