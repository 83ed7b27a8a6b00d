import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { recordOf } from '../../functions/store/record-item.ts';
import { openEnvironment } from '../../infra/cli/environment/open-environment.ts';
import { ENVIRONMENTS } from '../../infra/environments.ts';
import { type RunningWorkspace, serveWorkspace } from '../../infra/local/workspace/serve.ts';
import { createWorkspace, type Workspace } from '../../infra/local/workspace/workspace.ts';
import { type OpsOptions, type OpsResult, opsCommand } from '../support/ops/ops-command.ts';
import { type LocalAws, startLocalAws } from './local-aws.ts';
import { createWorkspaceApi, type WorkspaceApi } from './workspace-api.ts';

/** One environment on the local AWS, and the workspace that it is for. */
interface StagedEnvironment {
  name: string;
  workspace: Workspace;
  api: WorkspaceApi;
  token: string;
  clientSecret: string;
  /** Of the last deploy. */
  outputs: Record<string, string>;
  /** One output; throws where there is none. */
  output: (name: string) => string;
  /** Behind the back of `ops secrets set`. */
  putSecret: (arnOutput: string, value: Record<string, unknown>) => Promise<void>;
  /** `next`: a version of the functions that differs from that of the repository. */
  deploy: (options?: { next?: boolean }) => Promise<void>;
  /** The template that is deployed. */
  template: () => Promise<string>;
  expectNoDiff: () => Promise<void>;
  destroy: () => Promise<void>;
  /** `ops <argv> --env <name>`, as a person with credentials of this AWS types it. */
  ops: (argv: string[], options?: Pick<OpsOptions, 'input' | 'now'>) => Promise<OpsResult>;
  /** Lets the workspace send its webhooks to the deployed address. */
  subscribe: (secret?: string) => Promise<unknown>;
  records: () => Promise<Record<string, unknown>[]>;
  messagesOnQueue: () => Promise<number>;
}

/** What all suites share: one AWS, and two environments side by side. */
export interface Stage {
  aws: LocalAws;
  dev: StagedEnvironment;
  staging: StagedEnvironment;
  close(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const aws = await startLocalAws(ENVIRONMENTS['dev']?.region ?? '');
  const closing: (() => Promise<void>)[] = [() => aws.stop()];
  const close = async () => {
    for (const end of closing.toReversed()) await end();
  };
  const start = async (name: string) => {
    const { environment, served } = await startEnvironment(aws, name);
    closing.push(() => served.close());
    return environment;
  };
  try {
    return { aws, dev: await start('dev'), staging: await start('staging'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startEnvironment(
  aws: LocalAws,
  name: string,
): Promise<{ environment: StagedEnvironment; served: RunningWorkspace }> {
  const [token, clientSecret] = [`the-token-of-${name}`, `the client secret of ${name}`];
  const appId = ENVIRONMENTS[name]?.intercom.appId ?? '';
  const workspace = createWorkspace({ appId, token, fetch: aws.fetch });
  const served = await serveWorkspace(workspace);
  const context = { intercomBaseUrl: served.url };
  const dynamo = new DynamoDBClient(aws.clientConfig);
  const secrets = new SecretsManagerClient(aws.clientConfig);
  const sqs = new SQSClient(aws.clientConfig);
  const cloudFormation = new CloudFormationClient(aws.clientConfig);
  const output = (key: string): string => {
    const value = environment.outputs[key];
    if (value === undefined) throw new Error(`The stack of ${name} has no output ${key}`);
    return value;
  };
  const environment: StagedEnvironment = {
    name,
    workspace,
    api: createWorkspaceApi(served.url, token),
    token,
    clientSecret,
    outputs: {},
    output,
    async putSecret(arnOutput, value) {
      const SecretId = output(arnOutput);
      await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(value) }));
    },
    async deploy({ next = false } = {}) {
      environment.outputs = await aws.cdk.deploy(name, context, next);
    },
    async template() {
      const { TemplateBody = '' } = await cloudFormation.send(
        new GetTemplateCommand({ StackName: `Tagwright-${name}` }),
      );
      return TemplateBody;
    },
    expectNoDiff: () => aws.cdk.expectNoDiff(name, context),
    destroy: () => aws.cdk.destroy(name, context),
    ops: (argv, options = {}) =>
      opsCommand([...argv, '--env', name], {
        ...options,
        fetch: aws.fetch,
        openEnvironment: (opened, given) =>
          openEnvironment(opened, { ...given, clientConfig: aws.clientConfig }),
      }),
    subscribe: (secret = clientSecret) =>
      workspace.subscribe({ url: output('WebhookUrl'), secret, topics: ['conversation.user.created'] }),
    async records() {
      const { Items = [] } = await dynamo.send(
        new ScanCommand({
          TableName: output('TableName'),
          FilterExpression: 'begins_with(pk, :record)',
          ExpressionAttributeValues: { ':record': { S: 'NOTIFICATION#' } },
        }),
      );
      return Items.map((item) => recordOf(unmarshall(item)));
    },
    async messagesOnQueue() {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: output('QueueUrl'), AttributeNames: ['All'] }),
      );
      return (
        Number(Attributes?.['ApproximateNumberOfMessages']) +
        Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'])
      );
    },
  };
  return { environment, served };
}
