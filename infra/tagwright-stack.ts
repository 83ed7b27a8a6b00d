import { type App, CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { createAlarmTopic } from './constructs/alarm-topic.ts';
import { addPipelineAlarms } from './constructs/alarms/pipeline-alarms.ts';
import { addRulesAlarms } from './constructs/alarms/rules-alarms.ts';
import { addSyncAlarms } from './constructs/alarms/sync-alarms.ts';
import { addApply } from './constructs/apply-function.ts';
import { createEmptySecret } from './constructs/empty-secret.ts';
import { NotificationQueue } from './constructs/notification-queue.ts';
import { addOperatorDashboard } from './constructs/operator-dashboard.ts';
import { addPublish, type DeployedRuleset } from './constructs/publish-function.ts';
import { addReceive } from './constructs/receive-function.ts';
import { createRecordsTable } from './constructs/records-table.ts';
import { addSync } from './constructs/sync-function.ts';
import { WebhookApi } from './constructs/webhook-api.ts';
import type { Environment } from './environments.ts';
import type { FunctionName } from './function-names.ts';

export interface TagwrightStackProps extends StackProps {
  environment: Environment;
  /** The bundle of a function; tests pass a stand-in and so need no build. */
  codeOf: (name: FunctionName) => Code;
  /** What the asset of publish carries. */
  ruleset: DeployedRuleset;
  /** An emulator in the place of Intercom; refused where the environment is protected. */
  intercomBaseUrl?: string | undefined;
}

/** One environment of Tagwright, for one Intercom workspace. */
export class TagwrightStack extends Stack {
  constructor(
    scope: App,
    id: string,
    { environment, codeOf, ruleset, intercomBaseUrl, ...props }: TagwrightStackProps,
  ) {
    super(scope, id, { description: 'Tagwright: rule-based tagging for Intercom', ...props });
    if (environment.isProtected && intercomBaseUrl !== undefined) {
      throw new Error(`Environment ${environment.name} is protected: it talks to no emulator of Intercom`);
    }
    Tags.of(this).add('tagwright:environment', environment.name);

    const prefix = `tagwright-${environment.name}`;
    const topic = createAlarmTopic(this, 'Alarms', `${prefix}-alarms`, environment.alarmTargets);
    const alarms = { environment: environment.name, prefix, topic };
    const { queue, deadLetterQueue } = new NotificationQueue(this, 'Queue', { prefix, alarms });
    const table = createRecordsTable(this, 'Table', environment.isProtected);
    const webhookSecret = createEmptySecret(this, 'WebhookSecret', {
      name: `${prefix}/webhook`,
      description: 'Client secret of the Intercom app, which signs its webhooks',
      isProtected: environment.isProtected,
    });
    const intercomSecret = createEmptySecret(this, 'IntercomSecret', {
      name: `${prefix}/intercom`,
      description: 'Access token of the Intercom workspace',
      isProtected: environment.isProtected,
    });
    const common = { environment, prefix };
    const { published } = addPublish(this, { ...common, code: codeOf('publish'), table, ruleset });
    const receive = addReceive(this, { ...common, code: codeOf('receive'), queue, webhookSecret });
    const apply = addApply(this, {
      ...common,
      code: codeOf('apply'),
      queue,
      deadLetterQueue,
      table,
      intercomSecret,
      intercomBaseUrl,
      published,
    });
    addSync(this, {
      ...common,
      code: codeOf('sync'),
      queue,
      table,
      intercomSecret,
      intercomBaseUrl,
      alarms,
    });
    const { api, webhookUrl, domainTarget } = new WebhookApi(this, 'Webhooks', {
      ...common,
      receive: receive.function,
      alarms,
    });

    addPipelineAlarms(this, alarms, apply.function);
    addRulesAlarms(this, alarms);
    addSyncAlarms(this, alarms, environment.syncEveryMinutes);
    addOperatorDashboard(this, {
      ...common,
      alarms: this.node.findAll().filter((each) => each instanceof Alarm),
      api,
      queue,
      deadLetterQueue,
      table,
      functions: { receive: receive.function, apply: apply.function },
    });

    for (const [name, value] of Object.entries({
      WebhookUrl: webhookUrl,
      ...(domainTarget === undefined ? {} : { DomainTarget: domainTarget }),
      ...(intercomBaseUrl === undefined ? {} : { IntercomBaseUrl: intercomBaseUrl }),
      QueueUrl: queue.queueUrl,
      DeadLetterQueueUrl: deadLetterQueue.queueUrl,
      TableName: table.tableName,
      WebhookSecretArn: webhookSecret.attrId,
      IntercomSecretArn: intercomSecret.attrId,
    })) {
      new CfnOutput(this, name, { value });
    }
  }
}
