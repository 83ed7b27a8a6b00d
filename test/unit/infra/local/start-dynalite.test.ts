import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { startDynalite } from '../../../../infra/local/start-dynalite.ts';

it('answers what it was asked before it closes', async () => {
  const { client, tableName, close } = await startDynalite();
  const scans = Array.from({ length: 20 }, () => client.send(new ScanCommand({ TableName: tableName })));
  const closed = close();
  expect((await Promise.all(scans)).map(({ Items }) => Items)).toEqual(scans.map(() => []));
  await closed;
});
