import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import * as z from 'zod';
import { bundleFunction } from './bundle-function.ts';
import { selectEnvironment } from './environments.ts';
import { addRuleset } from './ruleset-asset.ts';
import { TagwrightStack } from './tagwright-stack.ts';

const app = new App();
const choice = selectEnvironment(app.node.tryGetContext('env'));
if ('fault' in choice) {
  console.error(choice.fault);
  process.exit(1);
}
const { environment } = choice;
const account = environment.account ?? process.env['CDK_DEFAULT_ACCOUNT'];
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

// One folder an environment: two may be synthesised at once.
const bundles = join(import.meta.dirname, '../dist', environment.name);
const folders = {
  receive: bundleFunction('receive', bundles),
  apply: bundleFunction('apply', bundles),
  sync: bundleFunction('sync', bundles),
};
addRuleset(environment.name, folders.apply);
addRuleset(environment.name, folders.sync);

new TagwrightStack(app, `Tagwright-${environment.name}`, {
  environment,
  env: { region: environment.region, ...(account === undefined ? {} : { account }) },
  codeOf: (name) => Code.fromAsset(folders[name]),
  intercomBaseUrl: z.url().optional().parse(app.node.tryGetContext('intercomBaseUrl')),
});
