import { statSync } from 'node:fs';
import * as z from 'zod';
import { createIntercomClient } from '../../../functions/intercom/client.ts';
import { createTable } from '../../../functions/store/table.ts';
import { type LocalAddress, readLocalAddress } from '../../local/control/local-address.ts';
import { localDynamoDb } from '../../local/local-dynamo-db.ts';
import { holderOf } from '../../local/start/hold-folder.ts';
import { callControl, createControlMessageQueue } from './control-message-queue.ts';
import { EnvironmentError } from './environment-error.ts';
import { openFolder, stackFolders } from './open-folder.ts';
import type { OpenedEnvironment, Secrets } from './opened-environment.ts';

export interface LocalOptions {
  /** The folder that `npm start` keeps its data in. */
  data: string;
  /** Unix ms. */
  now?: () => number;
  /** Where a real workspace's token is looked for, as `npm start -- --live` does. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** The stack of `npm start`, running or not. @throws EnvironmentError */
export async function openLocal({
  data,
  now = Date.now,
  env = process.env,
}: LocalOptions): Promise<OpenedEnvironment> {
  if (!statSync(data, { throwIfNoEntry: false })?.isDirectory()) {
    throw new EnvironmentError(
      `There is no folder ${data}: npm start makes it, or --data names the one that it was given.`,
    );
  }
  const running = await runningIn(data);
  const { intercom, ...parts } = running ? reach(running) : await openFolder(data, now);
  return {
    name: 'local',
    flags: flagsOf(data),
    isLocal: true,
    isRunning: running !== null,
    region: 'local',
    ...parts,
    table: createTable(parts.dynamo, parts.tableName, now),
    secrets: secretsOf(env),
    textDays: 30,
    recordDays: 400,
    changesPerHour: 1_000,
    outputs: {},
    metricSums: async () => null,
    intercom: async (options = {}) => {
      if (intercom === null) {
        throw new EnvironmentError(
          'The Intercom workspace of the local stack is up only while npm start runs.',
        );
      }
      const token = intercom.token ?? env['INTERCOM_ACCESS_TOKEN'];
      if (token !== undefined && token !== '')
        return createIntercomClient({ token, baseUrl: intercom.baseUrl, ...options });
      throw new EnvironmentError(
        'A real workspace needs INTERCOM_ACCESS_TOKEN, as npm start -- --live does.',
      );
    },
    workspace: null,
    now,
  };
}

/** What is pasted into a shell. */
function flagsOf(data: string): string {
  if (data === '.data') return '--env local';
  return `--env local --data ${/^[\w./-]+$/u.test(data) ? data : `'${data.replaceAll("'", String.raw`'\''`)}'`}`;
}

/** The stack that has the folder now; null where nobody has, also where one died without a word. */
async function runningIn(data: string): Promise<LocalAddress | null> {
  const holders = stackFolders(data).map((folder) => ({ folder, pid: holderOf(folder) }));
  for (const { folder, pid } of holders) {
    const address = readLocalAddress(folder);
    if (address === null || address.pid !== pid) continue;
    await callControl(address, '/');
    return address;
  }
  const holder = holders.find(({ pid }) => pid !== null);
  if (holder === undefined) return null;
  throw new EnvironmentError(
    `${holder.folder} is in use by process ${holder.pid}, which cannot be reached (yet): try again in a moment.`,
  );
}

const syncAnswer = z.object({ outcome: z.string() });

function reach(address: LocalAddress) {
  const dynamo = localDynamoDb(address.dynamoDb.endpoint);
  return {
    appId: address.appId,
    dynamo,
    tableName: address.dynamoDb.tableName,
    queue: createControlMessageQueue(address, 'notifications'),
    deadLetterQueue: createControlMessageQueue(address, 'dead-letters'),
    intercom: address.intercom,
    sync: async () => syncAnswer.parse(await callControl(address, '/sync', {})).outcome,
    close: async () => dynamo.destroy(),
  };
}

/** The local stack takes no secrets but those of its environment variables. */
function secretsOf(env: Readonly<Record<string, string | undefined>>): Secrets {
  const variables = { webhook: 'INTERCOM_CLIENT_SECRET', intercom: 'INTERCOM_ACCESS_TOKEN' };
  return {
    async read(name) {
      const value = env[variables[name]];
      if (value === undefined || value === '') return null;
      return JSON.stringify(name === 'webhook' ? { client_secrets: [value] } : { access_token: value });
    },
    write: async () => {
      throw new EnvironmentError(
        'The local stack keeps no secrets: npm start -- --live reads INTERCOM_ACCESS_TOKEN and INTERCOM_CLIENT_SECRET.',
      );
    },
  };
}
