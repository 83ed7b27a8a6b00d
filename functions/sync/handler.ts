import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { createStoredIntercomToken } from '../apply/stored-intercom-token.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createCallAws } from '../receive/call-aws.ts';
import { createSqsSender } from '../receive/sqs-sender.ts';
import { createSyncDeps } from './create-sync-deps.ts';
import { runSync } from './run-sync.ts';
import { readSyncSettings } from './sync-settings.ts';
import { tickOf } from './tick-of.ts';

const settings = readSyncSettings(process.env);
const metrics = createMetrics({ service: 'sync', environment: settings.environment });
const deps = createSyncDeps({
  ...settings,
  worker: randomUUID(),
  dynamo: new DynamoDBClient(),
  token: createStoredIntercomToken(settings),
  send: createSqsSender(createCallAws(process.env), settings),
  log: createLog('sync'),
  metrics,
});

export const handler = (event: unknown, context: Context) =>
  runSync(deps, {
    tick: tickOf(event, Date.now()),
    remainingMs: () => context.getRemainingTimeInMillis(),
  }).finally(() => metrics.publish());
