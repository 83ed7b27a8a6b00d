import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { ENVIRONMENTS } from '../../infra/environments.ts';
import { type RunningWorkspace, serveWorkspace } from '../../infra/local/workspace/serve.ts';
import { createWorkspace, type Workspace } from '../../infra/local/workspace/workspace.ts';
import { type LocalAws, startLocalAws } from './local-aws.ts';
import { createWorkspaceApi, type WorkspaceApi } from './workspace-api.ts';

const CLIENT_SECRET = 'the client secret of the deployed test';
const TOKEN = 'the-token-of-the-deployed-test';

let aws: LocalAws;
let workspace: Workspace;
let served: RunningWorkspace;
let api: WorkspaceApi;
let outputs: Record<string, string>;

beforeAll(async () => {
  const { region, intercom } = environment('dev');
  aws = await startLocalAws(region);
  workspace = createWorkspace({ appId: intercom.appId, token: TOKEN, fetch: aws.fetch });
  served = await serveWorkspace(workspace);
  api = createWorkspaceApi(served.url, TOKEN);
  outputs = await aws.cdk.deploy('dev', { intercomBaseUrl: served.url });
  await setSecret('WebhookSecretArn', { client_secrets: [CLIENT_SECRET] });
  await setSecret('IntercomSecretArn', { access_token: TOKEN });
  console.log('Outputs of the deploy:', outputs);
}, 300_000);

afterAll(async () => {
  await served?.close();
  await aws?.stop();
});

describe('cdk deploy', () => {
  it('leaves nothing that a second deploy would change', async () => {
    await aws.cdk.expectNoDiff('dev', { intercomBaseUrl: served.url });
  });
});

describe('the deployed webhook', () => {
  it('answers the HEAD by which Intercom validates an address', async () => {
    expect(await subscribe(CLIENT_SECRET)).toEqual({ status: 200 });
  });

  it('refuses what is not signed with the client secret, and queues nothing', async () => {
    await subscribe('not the secret');
    await api.createConversation('I want a refund');
    await workspace.webhooks.idle();
    expect(workspace.webhooks.log.entries()).toMatchObject([{ outcome: { status: 401 } }]);
    expect(await messagesOnQueue()).toBe(0);
    expect(await records()).toEqual([]);
  });

  it('tags the conversation in Intercom and keeps the record of why', async () => {
    onTestFailed(() => console.error(aws.log()));
    await subscribe(CLIENT_SECRET);
    await api.createTag('Refund');
    const conversationId = await api.createConversation('Hello, can I have my money back?');

    await expect
      .poll(() => api.tagsOf(conversationId), { timeout: 60_000, interval: 250 })
      .toEqual(['Refund']);
    await expect
      .poll(records, { timeout: 20_000, interval: 250 })
      .toMatchObject([{ outcome: 'tagged', subject: { type: 'conversation', id: conversationId } }]);
    console.log('The tags on the conversation:', await api.tagsOf(conversationId));
    console.log('The record:', JSON.stringify(await records(), null, 2));
  });
});

describe('a notification that Intercom sends twice', () => {
  it('is one record and one call to tag', async () => {
    workspace.webhooks.configure({ duplicate: 1 });
    const [recordsBefore, callsBefore] = [(await records()).length, taggingCalls()];
    const conversationId = await api.createConversation('A refund, please');
    await expect
      .poll(() => api.tagsOf(conversationId), { timeout: 60_000, interval: 250 })
      .toEqual(['Refund']);
    await workspace.webhooks.idle();
    await expect.poll(messagesOnQueue, { timeout: 20_000, interval: 250 }).toBe(0);

    expect(await records()).toHaveLength(recordsBefore + 1);
    expect(taggingCalls()).toBe(callsBefore + 1);
  });

  const taggingCalls = () => workspace.counts.total('attachTagToConversation');
});

describe('cdk destroy', () => {
  it('leaves nothing of an environment that is not protected', async () => {
    await aws.cdk.destroy('dev');
    const { TableNames } = await new DynamoDBClient(aws.clientConfig).send(new ListTablesCommand());
    expect(TableNames).toEqual([]);
  });
});

function subscribe(secret: string) {
  const topics = ['conversation.user.created'];
  return workspace.subscribe({ url: output('WebhookUrl'), secret, topics });
}

function environment(name: string) {
  const found = ENVIRONMENTS[name];
  if (found === undefined) throw new Error(`infra/environments.ts has no ${name}`);
  return found;
}

function output(name: string): string {
  const value = outputs[name];
  if (value === undefined) throw new Error(`The stack has no output ${name}`);
  return value;
}

async function setSecret(arnOutput: string, value: Record<string, unknown>): Promise<void> {
  await new SecretsManagerClient(aws.clientConfig).send(
    new PutSecretValueCommand({ SecretId: output(arnOutput), SecretString: JSON.stringify(value) }),
  );
}

async function messagesOnQueue(): Promise<number> {
  const { Attributes } = await new SQSClient(aws.clientConfig).send(
    new GetQueueAttributesCommand({ QueueUrl: output('QueueUrl'), AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes?.['ApproximateNumberOfMessages']) +
    Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'])
  );
}

async function records(): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await new DynamoDBClient(aws.clientConfig).send(
    new ScanCommand({
      TableName: output('TableName'),
      FilterExpression: 'sk = :record',
      ExpressionAttributeValues: { ':record': { S: 'RECORD' } },
    }),
  );
  return Items.map((item) => unmarshall(item));
}
