import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import { localDynamoDb } from '../../infra/local/local-dynamo-db.ts';
import type { LocalDatabase } from '../../infra/local/start-dynalite.ts';

const hello = z.object({ endpoint: z.url() });

/** As `startDynalite`, in a process of its own: for what loads the table so much that it would take all of ours. */
export async function startDynaliteProcess(): Promise<LocalDatabase> {
  const child = fork(join(import.meta.dirname, 'dynalite-process.ts'));
  const [message] = await once(child, 'message');
  const { endpoint } = hello.parse(message);
  const client = localDynamoDb(endpoint);
  return {
    client,
    tableName: 'tagwright',
    endpoint,
    async close() {
      client.destroy();
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
