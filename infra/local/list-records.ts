import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { NotificationRecord } from '../../functions/store/record.ts';
import { recordOf } from '../../functions/store/record-item.ts';
import type { LocalDatabase } from './start-dynalite.ts';

/** All records, in no order: a scan, which only an embedded table is small enough for. */
export async function listRecords({ client, tableName }: LocalDatabase): Promise<NotificationRecord[]> {
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      FilterExpression: 'begins_with(pk, :record)',
      ExpressionAttributeValues: { ':record': { S: 'NOTIFICATION#' } },
      ConsistentRead: true,
    },
  );
  const records: NotificationRecord[] = [];
  for await (const page of pages) {
    for (const item of page.Items ?? []) records.push(recordOf(unmarshall(item)));
  }
  return records;
}
