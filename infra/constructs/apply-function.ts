import { Duration, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type Code, EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IDependable } from 'constructs';
import { SETTINGS } from '../../functions/platform/settings.ts';
import { TABLE_LAYOUT } from '../../functions/platform/table-layout.ts';
import type { Environment } from '../environments.ts';
import { heapOptions } from './heap-options.ts';
import { TagwrightFunction } from './tagwright-function.ts';

export interface ApplyFunctionProps {
  environment: Environment;
  prefix: string;
  code: Code;
  queue: IQueue;
  deadLetterQueue: IQueue;
  table: Table;
  intercomSecret: CfnSecret;
  intercomBaseUrl?: string | undefined;
  /** Ready when a ruleset is published. */
  published: IDependable;
}

/** Works off the queue: decides, tags and writes the record. */
export function addApply(scope: Construct, props: ApplyFunctionProps): TagwrightFunction {
  const { environment, queue, deadLetterQueue, table, intercomSecret, intercomBaseUrl } = props;
  const apply = new TagwrightFunction(scope, 'Apply', {
    environment,
    name: `${props.prefix}-apply`,
    code: props.code,
    description: 'Decides by the rules, tags in Intercom and records why',
    memorySize: environment.applyMemoryMb,
    nodeOptions: heapOptions(environment.applyMemoryMb),
    // Below the lease of a claim (40 s): a crashed run's claim is never taken up while it still works.
    timeout: Duration.seconds(30),
    settings: {
      [SETTINGS.environment]: environment.name,
      [SETTINGS.intercomAppId]: environment.intercom.appId,
      [SETTINGS.intercomRegion]: environment.intercom.region,
      ...withoutAbsent({
        [SETTINGS.intercomBaseUrl]: intercomBaseUrl,
        [SETTINGS.intercomAdminId]: environment.intercom.adminId,
      }),
      [SETTINGS.intercomSecretArn]: intercomSecret.attrId,
      [SETTINGS.queueUrl]: queue.queueUrl,
      [SETTINGS.deadLetterQueueUrl]: deadLetterQueue.queueUrl,
      [SETTINGS.tableName]: table.tableName,
      [SETTINGS.maximumConcurrency]: String(environment.maximumConcurrency),
      [SETTINGS.textRetentionDays]: String(environment.textRetentionDays),
      [SETTINGS.changesPerHour]: String(environment.changesPerHour),
      [SETTINGS.logRetentionDays]: String(environment.logRetentionDays),
    },
  });
  // The first three are what the event source needs; apply itself postpones messages and dead-letters them.
  apply.allow(
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
    queue.queueArn,
  );
  // Another system's webhook is sent on under its subject's group once that is found.
  apply.allow(['sqs:SendMessage'], queue.queueArn);
  apply.allow(['sqs:SendMessage'], deadLetterQueue.queueArn);
  apply.allow(
    [
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    table.tableArn,
  );
  // What is to be erased with a contact is found by it.
  apply.allow(['dynamodb:Query'], `${table.tableArn}/index/${TABLE_LAYOUT.byTime.indexName}`);
  apply.allow(['secretsmanager:GetSecretValue'], intercomSecret.attrId);
  const eventSource = new EventSourceMapping(scope, 'ApplyEventSource', {
    target: apply.function,
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
    maxConcurrency: environment.maximumConcurrency,
  });
  // Lambda checks at its creation that the role may receive, so the role's policy comes first.
  // And there is no traffic before there are rules.
  eventSource.node.addDependency(apply.role, props.published);
  Validations.of(eventSource).acknowledge({
    id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
    reason: 'SQS takes no failure destination: what fails returns to the queue and ends in its dead letters.',
  });
  return apply;
}

function withoutAbsent(settings: Record<string, string | undefined>): Record<string, string> {
  const present = Object.entries(settings).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(present);
}
