import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SETTINGS } from '../../functions/platform/settings.ts';
import { TABLE_LAYOUT } from '../../functions/platform/table-layout.ts';
import type { Environment } from '../environments.ts';
import type { AlarmContext } from './alarms/operator-alarm.ts';
import { addScheduleAlarm } from './alarms/sync-alarms.ts';
import { TagwrightFunction } from './tagwright-function.ts';

export interface SyncFunctionProps {
  environment: Environment;
  prefix: string;
  code: Code;
  queue: IQueue;
  table: Table;
  intercomSecret: CfnSecret;
  alarms: AlarmContext;
  intercomBaseUrl?: string | undefined;
}

/** Runs at each tick of its schedule: the tag catalogue, what webhooks missed, scheduled rules, counters. */
export function addSync(scope: Construct, props: SyncFunctionProps): TagwrightFunction {
  const { environment, queue, table, intercomSecret, intercomBaseUrl } = props;
  const sync = new TagwrightFunction(scope, 'Sync', {
    environment,
    name: `${props.prefix}-sync`,
    code: props.code,
    description: 'Catches up on what webhooks missed, and on what has changed by itself',
    memorySize: 512,
    // It makes garbage by the page, and has time to collect it: 90 MB less than V8 would take, and 60 more over a long
    // schedule, for V8 lets its heap grow by how much it may hold.
    nodeOptions: '--max-semi-space-size=4 --max-old-space-size=320',
    // A run that needs longer stops at a resume point, and the next tick goes on there.
    timeout: Duration.minutes(4),
    settings: {
      [SETTINGS.environment]: environment.name,
      [SETTINGS.intercomAppId]: environment.intercom.appId,
      [SETTINGS.intercomRegion]: environment.intercom.region,
      ...(intercomBaseUrl === undefined ? {} : { [SETTINGS.intercomBaseUrl]: intercomBaseUrl }),
      ...(environment.intercom.adminId === undefined
        ? {}
        : { [SETTINGS.intercomAdminId]: environment.intercom.adminId }),
      [SETTINGS.intercomSecretArn]: intercomSecret.attrId,
      [SETTINGS.queueUrl]: queue.queueUrl,
      [SETTINGS.tableName]: table.tableName,
      [SETTINGS.logRetentionDays]: String(environment.logRetentionDays),
      [SETTINGS.changesPerHour]: String(environment.changesPerHour),
    },
  });
  sync.allow(['sqs:SendMessage'], queue.queueArn);
  sync.allow(
    [
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    table.tableArn,
    `${table.tableArn}/index/${TABLE_LAYOUT.byTime.indexName}`,
  );
  sync.allow(['secretsmanager:GetSecretValue'], intercomSecret.attrId);
  // What one invocation did not do, the next one does: to repeat it would only take the lease from that.
  sync.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(5) });
  Validations.of(sync.function).acknowledge({
    id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
    reason:
      'The next tick goes on where a failed one stopped, the run is in the table, and an alarm tells of three.',
  });
  addSchedule(scope, props, sync);
  return sync;
}

function addSchedule(scope: Construct, props: SyncFunctionProps, sync: TagwrightFunction): void {
  const { environment, prefix } = props;
  const deadLetters = new Queue(scope, 'SyncScheduleDeadLetters', {
    queueName: `${prefix}-sync-schedule-dead-letters`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const reason = 'It is the dead-letter queue of the schedule.';
  Validations.of(deadLetters).acknowledge(
    { id: 'Serverless::Serverless-SQSRedrivePolicy', reason },
    { id: 'AwsSolutions::AwsSolutions-SQS3', reason },
  );
  addScheduleAlarm(scope, props.alarms, deadLetters);
  const role = new Role(scope, 'SyncScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
    inlinePolicies: {
      invoke: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [sync.function.functionArn] }),
          new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
        ],
      }),
    },
  });
  new CfnSchedule(scope, 'SyncSchedule', {
    name: `${prefix}-sync`,
    description: 'Begins a run of the sync',
    scheduleExpression: `rate(${environment.syncEveryMinutes} minutes)`,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: sync.function.functionArn,
      roleArn: role.roleArn,
      input: JSON.stringify({ tick: '<aws.scheduler.scheduled-time>' }),
      deadLetterConfig: { arn: deadLetters.queueArn },
      // A tick that cannot be delivered is made up by the next one.
      retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: environment.syncEveryMinutes * 60 },
    },
  });
}
