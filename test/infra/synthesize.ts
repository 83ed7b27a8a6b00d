import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import cdkJson from '../../cdk.json' with { type: 'json' };
import type { Environment } from '../../infra/environments.ts';
import { TagwrightStack, type TagwrightStackProps } from '../../infra/tagwright-stack.ts';

export const anEnvironment = (over: Partial<Environment> = {}): Environment => ({
  name: 'test',
  region: 'eu-west-1',
  intercom: { region: 'eu', appId: 'abc123' },
  isProtected: false,
  syncEveryMinutes: 15,
  textRetentionDays: 30,
  logRetentionDays: 400,
  changesPerHour: 1_000,
  maximumConcurrency: 10,
  applyMemoryMb: 448,
  alarmTargets: [],
  ...over,
});

/** The stack's template, without building a function. */
export function synthesize(over: Partial<TagwrightStackProps> = {}): Template {
  return Template.fromStack(aStack(anApp(), over));
}

/** Throws where a rule of the packs has a finding that nobody acknowledged. */
export function checkWithNag(over: Partial<TagwrightStackProps> = {}): void {
  const app = anApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  aStack(app, over);
  app.synth();
}

/** With the feature flags of a real deploy. */
const anApp = (): App => new App({ context: cdkJson.context });

function aStack(app: App, over: Partial<TagwrightStackProps>): TagwrightStack {
  return new TagwrightStack(app, 'Tagwright-test', {
    environment: anEnvironment(),
    ruleset: { digest: 'abc', mode: 'publish' },
    codeOf: () => Code.fromInline('exports.handler = () => {}'),
    ...over,
  });
}
