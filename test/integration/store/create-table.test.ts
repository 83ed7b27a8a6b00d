import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { createLocalTable } from '../../../functions/store/create-table.ts';
import { startDynalite } from '../../../infra/local/start-dynalite.ts';

it('finds the table that is there, and refuses one of another version', async () => {
  const database = await startDynalite();
  const { client, tableName } = database;
  await createLocalTable(client, tableName);

  const old = new CreateTableCommand({
    TableName: 'old',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  await client.send(old);
  await expect(createLocalTable(client, 'old')).rejects.toThrow(/another version .* delete the folder/);
  await database.close();
});
