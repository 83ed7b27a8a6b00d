import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { applyBatch } from './apply-batch.ts';
import { readApplySettings } from './apply-settings.ts';
import { createApplyDeps } from './create-apply-deps.ts';
import { createSqsApplyQueue } from './sqs-apply-queue.ts';
import { createStoredIntercomToken } from './stored-intercom-token.ts';

const settings = readApplySettings(process.env);
const deps = createApplyDeps({
  ...settings,
  worker: randomUUID(),
  rateLimitShare: 1 / settings.workers,
  dynamo: new DynamoDBClient(),
  token: createStoredIntercomToken(settings),
  queue: createSqsApplyQueue(new SQSClient(), settings),
  log: createLog('apply'),
  metrics: createMetrics({ service: 'apply', environment: settings.environment }),
});

deps.log.info('started', { init_ms: Math.round(performance.now()) });

export const handler = (event: SQSEvent, context: Context) =>
  applyBatch(deps, event, () => context.getRemainingTimeInMillis());
