import { readFile } from 'node:fs/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLog } from '../platform/log.ts';
import { createTable } from '../store/table.ts';
import { answerCloudFormation } from './answer-cloud-formation.ts';
import { deployRuleset } from './deploy-ruleset.ts';
import { isRollingBack } from './is-rolling-back.ts';
import { readPublishSettings } from './publish-settings.ts';
import { readRulesetAsset, rulesetAssetFile } from './ruleset-asset.ts';

const settings = readPublishSettings(process.env);
const cloudFormation = new CloudFormationClient();
const deps = {
  table: createTable(new DynamoDBClient(), settings.tableName, Date.now),
  readAsset: async () => readRulesetAsset(await readFile(rulesetAssetFile, 'utf8')),
  isRollingBack: (stackId: string) => isRollingBack(cloudFormation, stackId),
  now: Date.now,
};
const log = createLog('publish');

export const handler = (event: unknown) =>
  answerCloudFormation({ fetch, log }, event, (request) => deployRuleset(deps, request));
