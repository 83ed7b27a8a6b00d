import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SETTINGS } from '../../../functions/platform/settings.ts';
import { bundleFunction } from '../../../infra/bundle-function.ts';
import { startAwsSink } from '../cold-start/aws-sink.ts';
import { CLIENT_SECRET, signedEvent } from '../cold-start/signed-event.ts';
import { type Told, toldSchema } from './tell.ts';

/** Runs a function's bundle in a process of its own, against AWS as it is on loopback. */
export interface FunctionRunner {
  /** For files that a run reads. */
  folder: string;
  receive(): Promise<Told>;
  apply(args: [ruleset: string, notification: string], nodeOptions: string): Promise<Told>;
  close(): void;
}

export async function startFunctionRunner(): Promise<FunctionRunner> {
  const folder = mkdtempSync(join(tmpdir(), 'tagwright-memory-'));
  const sink = await startAwsSink(JSON.stringify({ client_secrets: [CLIENT_SECRET] }));
  const run = async (name: 'receive' | 'apply', args: string[], nodeOptions = '') => {
    const script = join(import.meta.dirname, `${name}-process.ts`);
    const handler = join(bundleFunction(name, folder), 'handler.mjs');
    const env = { ...environmentOf(sink.url), NODE_OPTIONS: nodeOptions };
    const { stderr } = await promisify(execFile)(process.execPath, [script, handler, ...args], { env });
    return toldSchema.parse(JSON.parse(/told=(.*)/.exec(stderr)?.[1] ?? ''));
  };
  return {
    folder,
    receive: () => run('receive', [JSON.stringify(signedEvent(asLargeAsIntercoms))]),
    apply: (args, nodeOptions) => run('apply', args, nodeOptions),
    close() {
      sink.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A reply's notification has more than 3 kB. */
const asLargeAsIntercoms = {
  custom_attributes: Object.fromEntries(
    Array.from({ length: 120 }, (_, n) => [`attribute_${n}`, `value ${(n * 7919) % 1009}`]),
  ),
};

function environmentOf(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    [SETTINGS.environment]: 'bench',
    [SETTINGS.intercomAppId]: 'bench',
    [SETTINGS.queueUrl]: `${endpoint}/queue.fifo`,
    [SETTINGS.deadLetterQueueUrl]: `${endpoint}/dead-letters.fifo`,
    [SETTINGS.tableName]: 'table',
    [SETTINGS.webhookSecretArn]: 'webhook',
    [SETTINGS.intercomSecretArn]: 'intercom',
  };
}
