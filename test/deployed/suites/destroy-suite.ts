import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { createTable } from '../../../functions/store/table.ts';
import type { Stage } from '../stage.ts';

/** The end of a stack. */
export function destroySuite(stage: () => Stage): void {
  const tables = async () => {
    const { TableNames } = await new DynamoDBClient(stage().aws.clientConfig).send(new ListTablesCommand());
    return TableNames;
  };

  describe('cdk destroy', () => {
    it('leaves nothing of an environment that is not protected, and all of the one beside it', async () => {
      const { dev, staging } = stage();
      await dev.destroy();
      expect(await tables()).toEqual([staging.output('TableName')]);
    });

    it('leaves the data of a protected environment, and its secrets', async () => {
      const { aws, staging } = stage();
      const { TableName = '' } = await aws.cdk.deploy('production');
      const table = createTable(new DynamoDBClient(aws.clientConfig), TableName, Date.now);
      const record = { pk: 'NOTIFICATION#conversation:1', sk: 'tagwright#a/b' };
      await table.put(record);
      await aws.cdk.destroy('production');

      expect((await tables())?.toSorted()).toEqual([TableName, staging.output('TableName')].toSorted());
      expect(await table.get(record)).toEqual(record);
      const secrets = await new SecretsManagerClient(aws.clientConfig).send(new ListSecretsCommand());
      const names = secrets.SecretList?.map(({ Name }) => Name);
      expect(names).toEqual(
        expect.arrayContaining(['tagwright-production/webhook', 'tagwright-production/intercom']),
      );
    });
  });
}
