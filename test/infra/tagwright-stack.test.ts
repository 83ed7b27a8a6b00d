import { Capture, Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../infra/function-names.ts';
import { actionsInCode } from './actions-in-code.ts';
import { allowedActions } from './allowed-actions.ts';
import { anEnvironment, checkWithNag, synthesize } from './synthesize.ts';

const template = synthesize();
const protectedTemplate = synthesize({ environment: anEnvironment({ isProtected: true }) });

describe('the queue', () => {
  const queueNamed = (queueName: string): Record<string, unknown> => {
    const found = template.findResources('AWS::SQS::Queue', { Properties: { QueueName: queueName } });
    expect(Object.keys(found)).toHaveLength(1);
    return Object.values(found)[0]?.['Properties'];
  };

  it.each(['tagwright-test-notifications.fifo', 'tagwright-test-dead-letters.fifo'])(
    '%s is a high-throughput FIFO, encrypted, and keeps 14 days',
    (name) => {
      expect(queueNamed(name)).toMatchObject({
        FifoQueue: true,
        FifoThroughputLimit: 'perMessageGroupId',
        DeduplicationScope: 'messageGroup',
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: 14 * 24 * 3600,
      });
    },
  );

  it('hides a message for six times the time apply has, and dead-letters after 100 deliveries', () => {
    expect(queueNamed('tagwright-test-notifications.fifo')).toMatchObject({
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 100 },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'tagwright-test-apply',
      Timeout: 30,
    });
  });

  it('takes TLS only, as does what it could not deliver', () => {
    template.resourceCountIs('AWS::SQS::QueuePolicy', 3);
    template.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Action: 'sqs:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });

  it('feeds apply in batches of which single messages can fail', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });
});

describe('the table', () => {
  it('is on demand, can be restored to any second, and drops what has expired', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  it('has one index, of keys and of the contacts in a record', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        { IndexName: 'by-time', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['people'] } },
      ],
    });
  });

  it('goes with the stack, but stays where the environment is protected', () => {
    template.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
    protectedTemplate.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
  });
});

/** What AWS itself does in a function's name. */
const SERVICE_ACTIONS: Partial<Record<FunctionName, string[]>> = {
  // The event source; apply changes a visibility itself, too.
  apply: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
};

/** What the code could do by the table's operations and never does. */
const UNUSED_ACTIONS: Partial<Record<FunctionName, string[]>> = {
  publish: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
  sync: ['dynamodb:DeleteItem'],
};

describe('the functions', () => {
  it('run on Node 24, arm64, with source maps', () => {
    template.resourceCountIs('AWS::Lambda::Function', FUNCTION_NAMES.length);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handler.handler',
      Environment: { Variables: { NODE_OPTIONS: Match.stringLikeRegexp('^--enable-source-maps') } },
    });
  });

  it('give apply the memory that the environment says, and a heap that leaves room in it', () => {
    synthesize({ environment: anEnvironment({ applyMemoryMb: 1024 }) }).hasResourceProperties(
      'AWS::Lambda::Function',
      {
        FunctionName: 'tagwright-test-apply',
        MemorySize: 1024,
        Environment: {
          Variables: { NODE_OPTIONS: Match.stringLikeRegexp('--max-old-space-size=640 ') },
        },
      },
    );
  });

  it('log what fails, and no invocation that went well beside their own lines', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', ApplicationLogLevel: 'INFO' },
    });
  });

  it.each(FUNCTION_NAMES)('%s may do exactly what its code does', (name) => {
    const owner = name.replace(/^./, (letter) => letter.toUpperCase());
    const writeLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const allowed = new Set(allowedActions(template)[owner]);
    const used = actionsInCode(name).filter((action) => !UNUSED_ACTIONS[name]?.includes(action));
    expect([...allowed].sort()).toEqual(
      [...new Set([...used, ...(SERVICE_ACTIONS[name] ?? []), ...writeLog])].sort(),
    );
  });

  it('are the only ones with a role', () => {
    const owners = Object.keys(allowedActions(template)).map((owner) => owner.toLowerCase());
    expect(owners.sort()).toEqual([...FUNCTION_NAMES, 'syncschedule'].sort());
  });

  it('have no managed policy and no wildcard resource', () => {
    template.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
    const resources = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(resources).not.toContain('"Resource":"*"');
  });

  it('read each its own secret: receive cannot read the Intercom token', () => {
    const [receive] = Object.values(
      template.findResources('AWS::IAM::Policy', {
        Properties: { PolicyName: Match.stringLikeRegexp('^Receive') },
      }),
    );
    expect(JSON.stringify(receive)).toContain('WebhookSecret');
    expect(JSON.stringify(receive)).not.toContain('IntercomSecret');
  });
});

describe('the schedule of the sync', () => {
  it('names its tick, tries a few times, and keeps what it could not deliver', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(15 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Input: '{"tick":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 900 },
        DeadLetterConfig: { Arn: Match.anyValue() },
      },
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  });

  it('may invoke the sync and fill its own dead letters, and nothing else', () => {
    expect(allowedActions(template)['SyncSchedule']).toEqual(['lambda:InvokeFunction', 'sqs:SendMessage']);
  });
});

describe('the ruleset', () => {
  const resource = {
    Type: 'Custom::TagwrightRuleset',
    Properties: { Digest: 'abc', Mode: 'publish', ServiceTimeout: '480' },
  };

  it('is published by its own function, and there is no traffic before', () => {
    template.hasResource('Custom::TagwrightRuleset', {
      ...resource,
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^PublishRole')]),
    });
    template.hasResource('AWS::Lambda::EventSourceMapping', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^Ruleset')]),
    });
  });

  it('is asked for again by each -c rules=force', () => {
    const ruleset = { digest: 'abc', mode: 'force', forcedAt: '2026-01-07T12:00:00Z' } as const;
    synthesize({ ruleset }).hasResourceProperties('Custom::TagwrightRuleset', {
      Digest: 'abc',
      Mode: 'force',
      ForcedAt: '2026-01-07T12:00:00Z',
    });
  });
});

describe('the webhook API', () => {
  it("takes Intercom's POST and HEAD, and the POST of other systems", () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
    expect(routes.map((route) => String(route['Properties']['RouteKey'])).sort()).toEqual([
      'HEAD /webhooks/intercom',
      'POST /triggers/{source}',
      'POST /webhooks/intercom',
    ]);
  });

  it('throttles other systems and never Intercom, which punishes a 429', () => {
    template.hasResource('AWS::ApiGatewayV2::Stage', {
      Properties: {
        DefaultRouteSettings: Match.absent(),
        RouteSettings: {
          'POST /triggers/{source}': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
        },
      },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('triggers')]),
    });
  });

  it("stands under the environment's own host name where it has one", () => {
    const domain = {
      name: 'hooks.example.com',
      certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b',
    };
    const named = synthesize({ environment: anEnvironment({ domain }) });
    named.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'hooks.example.com',
      DomainNameConfigurations: [{ CertificateArn: domain.certificateArn, EndpointType: 'REGIONAL' }],
    });
    named.hasOutput('WebhookUrl', {
      Value: { 'Fn::Join': ['', ['https://', Match.anyValue(), '/webhooks/intercom']] },
    });
    named.hasOutput('DomainTarget', {});
    template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
  });

  it('logs each request as JSON', () => {
    const format = new Capture();
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', { AccessLogSettings: { Format: format } });
    expect(JSON.parse(format.asString())).toHaveProperty('status', '$context.status');
  });
});

describe('logs', () => {
  /** One a function, and the API's. */
  const logs = [...FUNCTION_NAMES, 'api'];

  it('are kept for at least as long as the environment says', () => {
    expect(retentions(template)).toEqual(logs.map(() => 400));
    expect(retentions(synthesize({ environment: anEnvironment({ logRetentionDays: 31 }) }))).toEqual(
      logs.map(() => 60),
    );
  });

  const retentions = (of: Template): unknown[] =>
    Object.values(of.findResources('AWS::Logs::LogGroup')).map(
      (group) => group['Properties']['RetentionInDays'],
    );
});

describe('secrets', () => {
  it('begin without a value, so that nothing passes for a token that is none', () => {
    template.resourceCountIs('AWS::SecretsManager::Secret', 2);
    template.allResourcesProperties('AWS::SecretsManager::Secret', {
      SecretString: Match.absent(),
      GenerateSecretString: Match.absent(),
    });
  });
});

describe('what is left when the stack goes', () => {
  const kinds = ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret', 'AWS::Logs::LogGroup'];
  const policies = (of: Template, kind: string) =>
    new Set(Object.values(of.findResources(kind)).map((resource) => String(resource['DeletionPolicy'])));

  it.each(kinds)('is every %s of a protected environment, and none of another', (kind) => {
    expect([...policies(protectedTemplate, kind)]).toEqual(['Retain']);
    expect([...policies(template, kind)]).toEqual(['Delete']);
  });
});

describe('the stack', () => {
  it('names what a person needs after the deploy', () => {
    expect(Object.keys(template.findOutputs('*')).sort()).toEqual([
      'DeadLetterQueueUrl',
      'IntercomSecretArn',
      'QueueUrl',
      'TableName',
      'WebhookSecretArn',
      'WebhookUrl',
    ]);
  });

  it('talks to an emulator only where it is not protected', () => {
    const intercomBaseUrl = 'http://127.0.0.1:4000';
    synthesize({ intercomBaseUrl }).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { INTERCOM_BASE_URL: intercomBaseUrl } },
    });
    const environment = anEnvironment({ isProtected: true });
    expect(() => synthesize({ environment, intercomBaseUrl })).toThrow('talks to no emulator');
  });

  it('tags in the name of the admin whom the environment names', () => {
    const environment = anEnvironment({ intercom: { region: 'eu', appId: 'abc123', adminId: '991267' } });
    synthesize({ environment }).hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'tagwright-test-apply',
      Environment: { Variables: { INTERCOM_ADMIN_ID: '991267' } },
    });
  });

  it.each([true, false])('leaves cdk-nag without a finding, protected: %s', (isProtected) => {
    expect(() => checkWithNag({ environment: anEnvironment({ isProtected }) })).not.toThrow();
  });
});
