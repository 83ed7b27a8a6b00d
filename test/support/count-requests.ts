import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface RequestCounts {
  reads: number;
  writes: number;
}

/** Counts what a client asks of DynamoDB from now on, as it leaves the client. */
export function countRequests(client: DynamoDBClient): RequestCounts {
  const counts: RequestCounts = { reads: 0, writes: 0 };
  client.middlewareStack.add(
    (next, context) => (args) => {
      const command = String(context['commandName']);
      if (/^(Put|Update|Delete)Item/.test(command)) counts.writes += 1;
      else if (/^(GetItem|BatchGetItem|Query|Scan)/.test(command)) counts.reads += 1;
      return next(args);
    },
    { step: 'initialize' },
  );
  return counts;
}
