import { CustomResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { SETTINGS } from '../../functions/platform/settings.ts';
import type { Environment } from '../environments.ts';
import { TagwrightFunction } from './tagwright-function.ts';

/** `-c rules=`: over what the last deploy published; over whatever is there; not at all. */
export const RULESET_MODES = ['publish', 'force', 'skip'] as const;

export type RulesetMode = (typeof RULESET_MODES)[number];

/** The ruleset that the function's asset carries. */
export interface DeployedRuleset {
  /** Another one is what makes CloudFormation ask the function. */
  digest: string;
  mode: RulesetMode;
  /** With `force`, which CloudFormation must pass on though it did so before. */
  forcedAt?: string;
}

export interface PublishFunctionProps {
  environment: Environment;
  prefix: string;
  code: Code;
  table: Table;
  ruleset: DeployedRuleset;
}

/** Publishes `rules/<environment>.yaml` with each deploy that changes it: the resource is ready when that is done. */
export function addPublish(
  scope: Construct,
  { environment, prefix, code, table, ruleset }: PublishFunctionProps,
): { publish: TagwrightFunction; published: CustomResource } {
  const timeout = Duration.minutes(2);
  const publish = new TagwrightFunction(scope, 'Publish', {
    environment,
    name: `${prefix}-publish`,
    code,
    description: "Publishes a deploy's ruleset",
    // Checks 20,000 rules in a fraction of the timeout.
    memorySize: 1024,
    timeout,
    settings: { [SETTINGS.environment]: environment.name, [SETTINGS.tableName]: table.tableName },
  });
  publish.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], table.tableArn);
  // A custom resource is not told whether an update is being taken back.
  publish.allow(['cloudformation:DescribeStacks'], Stack.of(scope).stackId);
  publish.function.configureAsyncInvoke({ retryAttempts: 1, maxEventAge: Duration.minutes(5) });
  Validations.of(publish.function).acknowledge({
    id: 'Serverless::Serverless-LambdaAsyncFailureDestination',
    reason: 'CloudFormation waits for its answer, and fails the deploy where none comes.',
  });
  const published = new CustomResource(scope, 'Ruleset', {
    serviceToken: publish.function.functionArn,
    resourceType: 'Custom::TagwrightRuleset',
    serviceTimeout: Duration.minutes(2 * timeout.toMinutes() + 4),
    properties: {
      Digest: ruleset.digest,
      Mode: ruleset.mode,
      ...(ruleset.forcedAt === undefined ? {} : { ForcedAt: ruleset.forcedAt }),
    },
  });
  published.node.addDependency(publish.role);
  return { publish, published };
}
