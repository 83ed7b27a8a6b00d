import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { batchGet } from './batch-get.ts';
import { RUN_LIST, runKey } from './runs.ts';

const entrySchema = z.object({ id: z.string() });
const callsSchema = z.object({ steps: z.array(z.object({ calls: z.number() })) });

/** Calls to Intercom, tries included, of the runs of the sync whose tick is within a range of ISO times. */
export async function syncCalls(
  client: DynamoDBClient,
  tableName: string,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: marshall({ ':pk': RUN_LIST, ':from': from, ':to': to }),
    },
  );
  let calls = 0;
  for await (const { Items = [] } of pages) {
    const keys = Items.map((item) => runKey(entrySchema.parse(unmarshall(item)).id));
    for (const run of await batchGet(client, tableName, keys, ['steps'])) {
      for (const step of callsSchema.parse(run).steps) calls += step.calls;
    }
  }
  return calls;
}
