import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage.ts';

/** The end of a stack. */
export function destroySuite(stage: () => Stage): void {
  describe('cdk destroy', () => {
    it('leaves nothing of an environment that is not protected, and all of the one beside it', async () => {
      const { aws, dev, staging } = stage();
      await dev.destroy();
      const { TableNames } = await new DynamoDBClient(aws.clientConfig).send(new ListTablesCommand());
      expect(TableNames).toEqual([staging.output('TableName')]);
    });
  });
}
