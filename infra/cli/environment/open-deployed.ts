import { CloudFormationClient, type CloudFormationClientConfig } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createIntercomToken } from '../../../functions/apply/intercom-token.ts';
import { createIntercomClient } from '../../../functions/intercom/client.ts';
import { REGION_URLS } from '../../../functions/intercom/regions.ts';
import { createTable } from '../../../functions/store/table.ts';
import { ENVIRONMENTS, type Environment, selectEnvironment } from '../../environments.ts';
import { describeStack } from './describe-stack.ts';
import { EnvironmentError } from './environment-error.ts';
import type { OpenedEnvironment, SecretName, Secrets } from './opened-environment.ts';
import { readAlarms } from './read-alarms.ts';
import { readEventSource } from './read-event-source.ts';
import { readMetricSums } from './read-metric-sums.ts';
import { createSqsMessageQueue } from './sqs-message-queue.ts';
import { createStackSecrets } from './stack-secrets.ts';

export interface DeployedOptions {
  /** Instead of what the AWS SDK finds by itself: tests. */
  clientConfig?: Pick<CloudFormationClientConfig, 'endpoint' | 'credentials' | 'requestHandler'>;
  /** Unix ms. */
  now?: () => number;
}

/** An environment by the outputs of its stack. @throws EnvironmentError */
export async function openDeployed(
  name: string,
  { clientConfig = {}, now = Date.now }: DeployedOptions,
): Promise<OpenedEnvironment> {
  const environment = environmentOf(name);
  const config = { ...clientConfig, region: environment.region };
  const cloudFormation = new CloudFormationClient(config);
  const outputs = await describeStack(cloudFormation, environment).finally(() => cloudFormation.destroy());
  const output = (key: string) => outputOf(outputs, key, name);

  const dynamo = new DynamoDBClient(config);
  const sqs = new SQSClient(config);
  const cloudWatch = new CloudWatchClient(config);
  const lambda = new LambdaClient(config);
  const secretsManager = new SecretsManagerClient(config);
  const secrets = createStackSecrets(secretsManager, outputs, name);
  const tableName = output('TableName');
  const baseUrl = outputs['IntercomBaseUrl'] ?? REGION_URLS[environment.intercom.region];
  return {
    name,
    flags: `--env ${name}`,
    isLocal: false,
    isRunning: true,
    appId: environment.intercom.appId,
    region: environment.region,
    dynamo,
    tableName,
    table: createTable(dynamo, tableName, now),
    queue: createSqsMessageQueue(sqs, output('QueueUrl')),
    deadLetterQueue: createSqsMessageQueue(sqs, output('DeadLetterQueueUrl')),
    secrets,
    textDays: environment.textRetentionDays,
    recordDays: environment.logRetentionDays,
    changesPerHour: environment.changesPerHour,
    outputs,
    intercom: async (options = {}) =>
      createIntercomClient({
        token: await tokenOf(secrets, name),
        baseUrl,
        ...options,
      }),
    metricSums: (names, range) => readMetricSums(cloudWatch, name, names, range),
    eventSource: () => readEventSource(lambda, name),
    alarms: () => readAlarms(cloudWatch, name),
    workspace: { baseUrl, region: environment.intercom.region, adminId: environment.intercom.adminId },
    now,
    async close() {
      for (const client of [dynamo, sqs, cloudWatch, lambda, secretsManager]) client.destroy();
    },
  };
}

function environmentOf(name: string): Environment {
  const choice = selectEnvironment(name);
  if ('environment' in choice) return choice.environment;
  if (Object.hasOwn(ENVIRONMENTS, name)) throw new EnvironmentError(choice.fault.replace(/\s+/gu, ' '));
  const known = ['local', ...Object.keys(ENVIRONMENTS)].join(', ');
  throw new EnvironmentError(
    `There is no environment "${name}": --env takes one of ${known} (infra/environments.ts).`,
  );
}

function outputOf(outputs: Readonly<Record<string, string>>, key: string, name: string): string {
  const value = outputs[key];
  if (value !== undefined) return value;
  throw new EnvironmentError(
    `The stack of ${name} has no output ${key}: it was deployed by another version. Deploy it again (npx cdk deploy -c env=${name}).`,
  );
}

async function tokenOf(secrets: Secrets, name: string): Promise<string> {
  const secret: SecretName = 'intercom';
  const text = await secrets.read(secret);
  if (text === null || text === '') {
    throw new EnvironmentError(
      `The secret ${secret} of ${name} is not set yet: npm run --silent ops -- secrets set --env ${name}`,
    );
  }
  return createIntercomToken(async () => text).current();
}
