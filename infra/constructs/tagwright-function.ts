import { type Duration, Validations } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import { logLifetime } from './log-lifetime.ts';

export interface TagwrightFunctionProps {
  environment: Environment;
  name: string;
  description: string;
  code: Code;
  memorySize: number;
  timeout: Duration;
  settings: Record<string, string>;
  /** Of Node, besides our own. */
  nodeOptions?: string;
}

/**
 * A function with a role of its own, which may write to its own log and do what `allow` adds: no
 * managed policy, no grant that carries more actions than the code uses.
 */
export class TagwrightFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: TagwrightFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${props.name}`,
      ...logLifetime(props.environment),
    });
    const writeOwnLog = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { log: new PolicyDocument({ statements: [writeOwnLog] }) },
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName: props.name,
      description: props.description,
      code: props.code,
      handler: 'handler.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // START, END and REPORT of what went well cost as much as all of our own lines. What fails is told all the same.
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      environment: {
        ...props.settings,
        NODE_OPTIONS: `--enable-source-maps ${props.nodeOptions ?? ''}`.trim(),
      },
    });
    Validations.of(this.function).acknowledge(
      {
        id: 'Serverless::Serverless-LambdaDLQ',
        reason:
          'The HTTP API waits, and queue and schedule have their own dead letters; what a run of sync leaves, the next one does.',
      },
      {
        id: 'Serverless::Serverless-LambdaTracing',
        reason: 'Off by default: the record of each notification holds what was called and how long it took.',
      },
    );
  }

  allow(actions: string[], ...resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources }));
  }
}
