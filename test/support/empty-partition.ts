import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createTable } from '../../functions/store/table.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';

/** Deletes all items of a partition, as no code of ours does. */
export async function emptyPartition({ client, tableName }: LocalDatabase, partition: string): Promise<void> {
  for (const { pk, sk } of await createTable(client, tableName, Date.now).list(partition, '')) {
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: marshall({ pk, sk }) }));
  }
}
