import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createLocalTable } from '../../functions/store/create-table.ts';
import { localDynamoDb } from './local-dynamo-db.ts';

/** A DynamoDB engine with the table on it. */
export interface LocalDatabase {
  client: DynamoDBClient;
  tableName: string;
  endpoint: string;
  close(): Promise<void>;
}

/** dynalite in this process, its data kept under `path`, in memory without. */
export async function startDynalite(path?: string): Promise<LocalDatabase> {
  const server = dynalite({ createTableMs: 0, ...(path === undefined ? {} : { path }) });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const client = localDynamoDb(endpoint);
  const tableName = 'tagwright';
  await createLocalTable(client, tableName);
  return {
    client,
    tableName,
    endpoint,
    async close() {
      client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
