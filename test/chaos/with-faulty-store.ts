import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * A client some of whose requests fail for good, past the SDK's own retries: throttled before they are carried
 * out, or carried out with their answer lost.
 */
export function withFaultyStore(client: DynamoDBClient, rate: number, random: () => number): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      const dice = random();
      if (dice < rate / 2) throw throttled();
      const answer = await next(args);
      if (dice < rate) throw throttled();
      return answer;
    },
    { step: 'initialize' },
  );
  return client;
}

function throttled(): Error {
  return Object.assign(new Error('chaos'), { name: 'ThrottlingException' });
}
