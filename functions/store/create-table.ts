import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { TABLE_LAYOUT } from '../platform/table-layout.ts';
import { TagwrightError } from '../tagwright-error.ts';

/**
 * Creates the table on an embedded engine, unless it is there, and waits until it can be used.
 * @throws OtherTableError where one is there that another version made
 */
export async function createLocalTable(client: DynamoDBClient, name: string): Promise<void> {
  const { partitionKey, sortKey, byTime } = TABLE_LAYOUT;
  const attributes = [partitionKey, sortKey, byTime.partitionKey, byTime.sortKey];
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema(partitionKey, sortKey),
    GlobalSecondaryIndexes: [
      {
        IndexName: byTime.indexName,
        KeySchema: keySchema(byTime.partitionKey, byTime.sortKey),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...byTime.projected] },
      },
    ],
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const { GlobalSecondaryIndexes: indexes = [] } = await active(client, name);
  if (indexes.some(({ IndexName }) => IndexName === byTime.indexName)) return;
  throw new OtherTableError(
    'The table that is kept here was made by another version of Tagwright, and this one cannot read it: delete the folder that npm start keeps it in (.data, or that of --data).',
  );
}

/** The table is there, with other indexes. */
class OtherTableError extends TagwrightError {
  override name = 'OtherTableError';
}

async function active(client: DynamoDBClient, name: string): Promise<TableDescription> {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === 'ACTIVE') return Table;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function keySchema(partitionKey: string, sortKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
