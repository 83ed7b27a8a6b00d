import { afterAll, beforeAll } from 'vitest';
import { type Stage, startStage } from './stage.ts';
import { destroySuite } from './suites/destroy-suite.ts';
import { doctorSuite } from './suites/doctor-suite.ts';
import { opsSuite } from './suites/ops-suite.ts';
import { secretsSuite } from './suites/secrets-suite.ts';
import { syncSuite } from './suites/sync-suite.ts';
import { triggersSuite } from './suites/triggers-suite.ts';
import { upgradeSuite } from './suites/upgrade-suite.ts';
import { webhookSuite } from './suites/webhook-suite.ts';

// One AWS with two environments for all: to deploy is what takes the time. The suites go on from one another.
let stage: Stage | undefined;
const deployed = (): Stage => {
  if (stage === undefined) throw new Error('Nothing is deployed');
  return stage;
};

beforeAll(async () => {
  stage = await startStage();
  await stage.dev.deploy();
  await stage.staging.deploy();
  console.log('Outputs of the deploy:', stage.dev.outputs);
}, 300_000);
afterAll(() => stage?.close());

secretsSuite(deployed);
webhookSuite(deployed);
triggersSuite(deployed);
upgradeSuite(deployed);
syncSuite(deployed);
doctorSuite(deployed);
opsSuite(deployed);
destroySuite(deployed);
