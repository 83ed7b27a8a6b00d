/**
 * An operator's command in a process of its own: `ops-process.ts <endpoint> <table> <now> <command>…`. Tells its parent
 * what it took; what it prints is counted and goes nowhere.
 */

import { createTable } from '../../../functions/store/table.ts';
import { EnvironmentError } from '../../../infra/cli/environment/environment-error.ts';
import { createFifoMessageQueue } from '../../../infra/cli/environment/fifo-message-queue.ts';
import type { OpenedEnvironment } from '../../../infra/cli/environment/opened-environment.ts';
import { runOps } from '../../../infra/cli/ops/run-ops.ts';
import type { Terminal } from '../../../infra/cli/terminal.ts';
import { systemClock } from '../../../infra/local/clock.ts';
import { localDynamoDb } from '../../../infra/local/local-dynamo-db.ts';
import { createFifoQueue } from '../../../infra/local/queue/fifo-queue.ts';

const [endpoint = '', tableName = '', at = '', ...command] = process.argv.slice(2);
const now = () => Number(at);
const none = async () => {
  throw new EnvironmentError('There is none here.');
};

let bytes = 0;
const terminal: Terminal = {
  width: 80,
  write: (text) => {
    bytes += text.length;
  },
  style: (_, text) => text,
};

const startedAt = performance.now();
const status = await runOps([...command, '--env', 'bench'], {
  out: terminal,
  err: terminal,
  ask: null,
  askHidden: null,
  readInput: none,
  fetch,
  openEnvironment: async () => environment(),
  progress: null,
  env: {},
  signal: new AbortController().signal,
  now,
  sleep: none,
});
process.send?.({
  status,
  bytes,
  seconds: (performance.now() - startedAt) / 1_000,
  peakMb: process.resourceUsage().maxRSS / 1_024,
});
process.disconnect?.();

function environment(): OpenedEnvironment {
  const dynamo = localDynamoDb(endpoint);
  const queue = createFifoMessageQueue(createFifoQueue({ clock: systemClock }), systemClock);
  return {
    name: 'bench',
    flags: '--env bench',
    isLocal: false,
    isRunning: true,
    appId: 'bench',
    region: 'local',
    dynamo,
    tableName,
    table: createTable(dynamo, tableName, now),
    queue,
    deadLetterQueue: queue,
    secrets: { read: none, write: none },
    textDays: 30,
    recordDays: 400,
    changesPerHour: 1_000,
    outputs: {},
    intercom: none,
    metricSums: async () => null,
    workspace: null,
    now,
    close: async () => dynamo.destroy(),
  };
}
