import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { type LocalDatabase, startDynalite } from '../../infra/local/start-dynalite.ts';
import { dynamoDbLocalJar, startDynamoDbLocal } from './dynamodb-local.ts';

/**
 * The store's suite on each engine that is here: dynalite always, AWS's own DynamoDB Local where
 * `npm run test:engines` has fetched it; that script fails where it cannot.
 */
export function describeStore(suite: (start: () => Promise<LocalDatabase>) => void): void {
  describe('on dynalite', () => suite(() => startDynalite()));
  if (!existsSync(dynamoDbLocalJar)) {
    console.log('skipped on DynamoDB Local, which is not here: run npm run test:engines');
    return;
  }
  describe('on DynamoDB Local', () => suite(startDynamoDbLocal));
}
