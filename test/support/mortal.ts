import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A process that is killed right after so many of its steps: whatever it does then never comes back. */
export interface Mortal {
  /** What changes something or costs a call, in the order in which it was carried out. */
  steps: string[];
  /** Resolves at the kill. */
  killed: Promise<void>;
  fetch: typeof globalThis.fetch;
  send: <T>(send: (message: T) => Promise<void>) => (message: T) => Promise<void>;
  /** Its DynamoDB client. */
  watch: (client: DynamoDBClient) => void;
}

/** `lastStep` from 1; without it, it lives. */
export function mortal(lastStep = Number.POSITIVE_INFINITY): Mortal {
  const { promise: killed, resolve: kill } = Promise.withResolvers<void>();
  const never = new Promise<never>(() => {});
  const steps: string[] = [];
  let dead = false;

  /** Carried out, and its answer lost where it was the last step. */
  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (dead) return never;
    const answer = await work();
    if (dead) return never;
    steps.push(name);
    if (steps.length < lastStep) return answer;
    dead = true;
    kill();
    return never;
  }

  return {
    steps,
    killed,
    fetch: (url, init) => {
      const path = new URL(url instanceof Request ? url.url : url).pathname;
      return step(`${init?.method} ${path}`, () => fetch(url, init));
    },
    send: (send) => (message) => step('send', () => send(message)),
    watch(client) {
      client.middlewareStack.add(
        (next, context) => (args) => {
          const command = String(context['commandName']);
          if (!/^(Put|Update)Item/.test(command)) return dead ? never : next(args);
          return step(command, () => next(args));
        },
        { step: 'initialize' },
      );
    },
  };
}
