import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localDynamoDb } from '../../infra/local/local-dynamo-db.ts';

export interface MortalRun {
  client: DynamoDBClient;
  fetch: typeof fetch;
  /** Requests begun so far, of the table and of Intercom. */
  begun(): number;
  isDead(): boolean;
  /** Requests that were on their way at its death and have not come to their end. */
  underWay(): number;
}

/**
 * What a process asks of others, ended at one of its requests: that one is not sent, or its answer not heard, and
 * whatever it would do from then on never happens. What was on its way side by side comes to its end.
 */
export function mortalRun(endpoint: string, diesAt = Number.POSITIVE_INFINITY, heard = false): MortalRun {
  let begun = 0;
  let underWay = 0;
  let dead = false;
  const never = () => new Promise<never>(() => {});

  async function during<T>(send: () => Promise<T>): Promise<T> {
    if (dead) return never();
    begun += 1;
    const isLast = begun === diesAt;
    if (isLast && !heard) {
      dead = true;
      return never();
    }
    underWay += 1;
    const answer = await send().finally(() => {
      underWay -= 1;
    });
    if (isLast) dead = true;
    return dead ? never() : answer;
  }

  const client = localDynamoDb(endpoint);
  client.middlewareStack.add((next) => (input) => during(() => next(input)), { step: 'initialize' });
  return {
    client,
    fetch: (...request) =>
      during(async () => {
        const response = await fetch(...request);
        return new Response(await response.text(), response);
      }),
    begun: () => begun,
    isDead: () => dead,
    underWay: () => underWay,
  };
}
