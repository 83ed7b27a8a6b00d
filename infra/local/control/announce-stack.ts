import { randomBytes } from 'node:crypto';
import { createFifoMessageQueue } from '../../cli/environment/fifo-message-queue.ts';
import { type Clock, systemClock } from '../clock.ts';
import { serveApp } from '../serve-app.ts';
import type { LocalStack } from '../stack.ts';
import { createControlApp } from './control-app.ts';
import { type LocalAddress, removeLocalAddress, writeLocalAddress } from './local-address.ts';

export interface Announcement {
  /** The folder that `npm start` was given. */
  folder: string;
  appId: string;
  intercom: LocalAddress['intercom'];
  clock?: Clock;
}

/**
 * Lets `npm run ops -- --env local` reach a stack that runs: a control endpoint on a port of this machine alone, and
 * a file in the stack's folder that says where it and the table are. Closing takes both away.
 */
export async function announceStack(
  stack: LocalStack,
  { folder, appId, intercom, clock = systemClock }: Announcement,
): Promise<{ close(): Promise<void> }> {
  const key = randomBytes(24).toString('base64url');
  const queues = {
    notifications: createFifoMessageQueue(stack.queue, clock),
    'dead-letters': createFifoMessageQueue(stack.deadLetterQueue, clock),
  };
  const sync = async () => (await stack.sync()).outcome;
  const server = await serveApp(createControlApp({ key, appId, queues, sync }), 0);
  const { endpoint, tableName } = stack.database;
  writeLocalAddress(folder, {
    pid: process.pid,
    url: server.url,
    key,
    dynamoDb: { endpoint, tableName },
    appId,
    intercom,
  });
  return {
    async close() {
      removeLocalAddress(folder);
      await server.close();
    },
  };
}
