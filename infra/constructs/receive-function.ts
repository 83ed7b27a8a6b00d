import { Duration } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SETTINGS } from '../../functions/platform/settings.ts';
import type { Environment } from '../environments.ts';
import { TagwrightFunction } from './tagwright-function.ts';

export interface ReceiveFunctionProps {
  environment: Environment;
  prefix: string;
  code: Code;
  queue: IQueue;
  webhookSecret: CfnSecret;
}

/** Verifies and enqueues; it may read its one secret and send to the queue, and nothing else. */
export function addReceive(scope: Construct, props: ReceiveFunctionProps): TagwrightFunction {
  const { environment, queue, webhookSecret } = props;
  const receive = new TagwrightFunction(scope, 'Receive', {
    environment,
    name: `${props.prefix}-receive`,
    code: props.code,
    description: 'Verifies a webhook and puts it on the queue',
    memorySize: 512,
    // Intercom gives up after 5 s; receive itself answers 503 after 3.
    timeout: Duration.seconds(5),
    settings: {
      [SETTINGS.environment]: environment.name,
      [SETTINGS.intercomAppId]: environment.intercom.appId,
      [SETTINGS.queueUrl]: queue.queueUrl,
      [SETTINGS.webhookSecretArn]: webhookSecret.attrId,
    },
  });
  receive.allow(['sqs:SendMessage'], queue.queueArn);
  receive.allow(['secretsmanager:GetSecretValue'], webhookSecret.attrId);
  return receive;
}
