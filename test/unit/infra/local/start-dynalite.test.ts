import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { startDynalite } from '../../../../infra/local/start-dynalite.ts';

it('answers what it was asked before it closes', async () => {
  const database = await startDynalite();
  const { client, tableName } = database;
  const scans = Array.from({ length: 20 }, () => client.send(new ScanCommand({ TableName: tableName })));
  const closed = database.close();
  expect((await Promise.all(scans)).map(({ Items }) => Items)).toEqual(scans.map(() => []));
  await closed;
});
