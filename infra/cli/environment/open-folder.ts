import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { systemClock } from '../../local/clock.ts';
import { removeLocalAddress } from '../../local/control/local-address.ts';
import { createFifoQueue } from '../../local/queue/fifo-queue.ts';
import { keepQueue, readKeptQueue } from '../../local/queue/kept-queue.ts';
import { holdFolder } from '../../local/start/hold-folder.ts';
import { startDynalite } from '../../local/start-dynalite.ts';
import { defaultOptions } from '../../local/workspace/options.ts';
import { EnvironmentError } from './environment-error.ts';
import { createFifoMessageQueue } from './fifo-message-queue.ts';

/**
 * What a local stack left in its folder, opened by this process, which holds the folder meanwhile. What it changes in
 * the queues is written back when it is closed. An address that a dead stack left behind is taken away.
 * @throws EnvironmentError
 */
export async function openFolder(data: string, now: () => number) {
  const { folder, appId } = keptIn(data);
  const letGo = holdFolder(folder, { reset: false });
  removeLocalAddress(folder);
  try {
    const database = await startDynalite(join(folder, 'table'));
    const clock = { ...systemClock, now };
    const file = join(folder, 'queue.json');
    const snapshots = readKeptQueue(file);
    const deadLetterQueue = createFifoQueue({ clock, restore: snapshots?.deadLetterQueue });
    const queue = createFifoQueue({ clock, deadLetterQueue, restore: snapshots?.queue });
    const keeper = keepQueue(file, { queue, deadLetterQueue });
    return {
      appId,
      dynamo: database.client,
      tableName: database.tableName,
      queue: createFifoMessageQueue(queue, clock),
      deadLetterQueue: createFifoMessageQueue(deadLetterQueue, clock),
      intercom: null,
      async close() {
        keeper.close();
        await database.close();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

/**
 * Where stacks may have been: `npm start` keeps the emulated workspace's in the folder itself, `npm start -- --live`
 * each real one's in a folder of its `app_id`.
 */
export function stackFolders(data: string): string[] {
  const within = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [data, ...within.map(({ name }) => join(data, name)).filter(hasTable)];
}

/** The one that has a table. */
function keptIn(data: string): { folder: string; appId: string } {
  const kept = stackFolders(data).filter(hasTable);
  const [folder] = hasTable(data) ? [data] : kept;
  if (folder === undefined) {
    throw new EnvironmentError(
      `There is nothing in ${data} yet: npm start fills it, or --data names another.`,
    );
  }
  if (folder !== data && kept.length > 1) {
    throw new EnvironmentError(`${data} has several workspaces: say which, such as --data ${folder}`);
  }
  const isEmulated = existsSync(join(folder, 'workspace.json'));
  return { folder, appId: isEmulated ? defaultOptions.appId : basename(folder) };
}

function hasTable(folder: string): boolean {
  return existsSync(join(folder, 'table'));
}
