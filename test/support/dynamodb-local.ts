import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createLocalTable } from '../../functions/store/create-table.ts';
import { localDynamoDb } from '../../infra/local/local-dynamo-db.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';
import { freePort } from './free-port.ts';

const home = join(import.meta.dirname, '../../.cache/dynamodb-local/package/emulator');

/** Put there by `npm run test:engines`. */
export const dynamoDbLocalJar = join(home, 'DynamoDBLocal.jar');

/** AWS's own engine, in memory, with the table on it. Needs Java 17. */
export async function startDynamoDbLocal(): Promise<LocalDatabase> {
  const port = await freePort();
  const java = spawn(
    'java',
    [
      `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
      '-jar',
      dynamoDbLocalJar,
      '-inMemory',
      '-port',
      String(port),
    ],
    { cwd: home, stdio: 'ignore' },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  const client = localDynamoDb(endpoint);
  await answering(java, () => client.send(new ListTablesCommand({})));
  const tableName = 'tagwright';
  await createLocalTable(client, tableName);
  return {
    client,
    tableName,
    endpoint,
    async close() {
      client.destroy();
      const ended = new Promise((resolve) => java.once('exit', resolve));
      java.kill();
      await ended;
    },
  };
}

async function answering(java: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with ${java.exitCode}`);
    try {
      await ask();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
