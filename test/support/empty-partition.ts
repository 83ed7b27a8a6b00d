import { DeleteItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';

/** Deletes all items of a partition, as no code of ours does. */
export async function emptyPartition({ client, tableName }: LocalDatabase, partition: string): Promise<void> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': partition }),
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk, sk } of Items.map((item) => unmarshall(item))) {
      await client.send(new DeleteItemCommand({ TableName: tableName, Key: marshall({ pk, sk }) }));
    }
  }
}
