import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import * as z from 'zod';
import { bundleFunction } from './bundle-function.ts';
import { terminalOf } from './cli/terminal.ts';
import { RULESET_MODES } from './constructs/publish-function.ts';
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
const mode = z.enum(RULESET_MODES).default('publish').safeParse(app.node.tryGetContext('rules'));
if (!mode.success) {
  console.error(`-c rules= takes one of: ${RULESET_MODES.join(', ')}`);
  process.exit(1);
}
const account = environment.account ?? process.env['CDK_DEFAULT_ACCOUNT'];
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));

// One folder an environment: two may be synthesised at once.
const bundles = join(import.meta.dirname, '../dist', environment.name);
const folders = {
  receive: bundleFunction('receive', bundles),
  apply: bundleFunction('apply', bundles),
  sync: bundleFunction('sync', bundles),
  publish: bundleFunction('publish', bundles),
};
const terminal = terminalOf(process.stderr, process.env);
const from = z.string().optional().parse(app.node.tryGetContext('rulesFolder'));
const ruleset = await addRuleset(environment.name, folders.publish, { mode: mode.data, from }, terminal);
if (ruleset === null) process.exit(1);

new TagwrightStack(app, `Tagwright-${environment.name}`, {
  environment,
  env: { region: environment.region, ...(account === undefined ? {} : { account }) },
  codeOf: (name) => Code.fromAsset(folders[name]),
  ruleset,
  intercomBaseUrl: z.url().optional().parse(app.node.tryGetContext('intercomBaseUrl')),
});
