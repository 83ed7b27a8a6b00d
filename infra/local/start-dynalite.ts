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
  const settled = followRequests(client);
  const tableName = 'tagwright';
  await createLocalTable(client, tableName);
  return {
    client,
    tableName,
    endpoint,
    async close() {
      // dynalite throws out of the middle of a request where its store is closed meanwhile.
      await settled();
      client.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** @returns what resolves when none of the client's requests is under way */
function followRequests(client: DynamoDBClient): () => Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  client.middlewareStack.add(
    (next) => (args) => {
      const answer = next(args);
      underWay.add(answer);
      const ended = () => void underWay.delete(answer);
      answer.then(ended, ended);
      return answer;
    },
    { step: 'initialize' },
  );
  return async () => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
}
