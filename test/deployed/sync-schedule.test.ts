import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import * as z from 'zod';
import { createRunStore } from '../../functions/store/runs.ts';
import { createTable } from '../../functions/store/table.ts';
import { ENVIRONMENTS } from '../../infra/environments.ts';
import { type RunningWorkspace, serveWorkspace } from '../../infra/local/workspace/serve.ts';
import { createWorkspace } from '../../infra/local/workspace/workspace.ts';
import { type LocalAws, startLocalAws } from './local-aws.ts';

const TOKEN = 'the-token-of-the-deployed-test';

let aws: LocalAws;
let served: RunningWorkspace;
let outputs: Record<string, string>;

beforeAll(async () => {
  const dev = ENVIRONMENTS['dev'];
  if (dev === undefined) throw new Error('infra/environments.ts has no dev');
  aws = await startLocalAws(dev.region);
  served = await serveWorkspace(
    createWorkspace({ appId: dev.intercom.appId, token: TOKEN, fetch: aws.fetch }),
  );
  outputs = await aws.cdk.deploy('dev', { intercomBaseUrl: served.url });
  const secret = JSON.stringify({ access_token: TOKEN });
  await new SecretsManagerClient(aws.clientConfig).send(
    new PutSecretValueCommand({ SecretId: outputs['IntercomSecretArn'], SecretString: secret }),
  );
}, 300_000);

afterAll(async () => {
  await served?.close();
  await aws?.stop();
});

const schedule = z.looseObject({
  ScheduleExpression: z.string(),
  FlexibleTimeWindow: z.unknown(),
  Target: z.looseObject({ Input: z.string() }),
});

describe('the schedule of the deployed sync', () => {
  it('fires, and the run that it begins is recorded in the table', async () => {
    onTestFailed(() => console.error(aws.log()));
    const name = 'tagwright-dev-sync';
    const deployed = schedule.parse(await scheduler('GET', name));
    expect(deployed.ScheduleExpression).toBe('rate(15 minutes)');
    // The same every minute: nobody waits a quarter of an hour.
    const { FlexibleTimeWindow, Target } = deployed;
    await scheduler('PUT', name, { ScheduleExpression: 'rate(1 minutes)', FlexibleTimeWindow, Target });

    const client = new DynamoDBClient(aws.clientConfig);
    const runs = createRunStore(createTable(client, outputs['TableName'] ?? '', Date.now), Date.now);
    const lastRun = async () => {
      const { runId } = await runs.latest();
      return runId === null ? null : runs.read(runId);
    };
    await expect.poll(lastRun, { timeout: 180_000, interval: 1_000 }).toMatchObject({
      status: 'finished',
      steps: expect.arrayContaining([
        expect.objectContaining({ name: 'catalogue', status: 'done', calls: 1 }),
      ]),
    });
    console.log('The run:', JSON.stringify(await lastRun(), null, 2));
  }, 240_000);
});

/** EventBridge Scheduler's own API; this AWS checks no signature. */
async function scheduler(method: 'GET' | 'PUT', name: string, body?: object): Promise<unknown> {
  const response = await aws.fetch(`${aws.url}/schedules/${name}`, {
    method,
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${aws.clientConfig.region}/scheduler/aws4_request, SignedHeaders=host, Signature=0`,
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`Scheduler answered ${response.status}: ${await response.text()}`);
  return response.json();
}
