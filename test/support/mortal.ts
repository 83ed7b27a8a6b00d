import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localDynamoDb } from '../../infra/local/local-dynamo-db.ts';

/** A process that is killed at one of its steps: whatever it would do from then on never happens. */
export interface Mortal {
  /** What it did that changes something or costs a call, in the order in which it was carried out. */
  steps: string[];
  /** Its DynamoDB client. */
  client: DynamoDBClient;
  fetch: typeof globalThis.fetch;
  send: <T>(send: (message: T) => Promise<void>) => (message: T) => Promise<void>;
  isDead(): boolean;
  /** Resolves at the kill, once what was on its way side by side has come to its end. */
  killed: Promise<void>;
}

export interface MortalOptions {
  /** From 1; without it, it lives. */
  diesAt?: number | undefined;
  /** The last step is not carried out; else it is, and its answer lost. */
  unsent?: boolean;
}

export function mortal(endpoint: string, { diesAt, unsent = false }: MortalOptions = {}): Mortal {
  const { promise: killed, resolve } = Promise.withResolvers<void>();
  const never = () => new Promise<never>(() => {});
  const steps: string[] = [];
  let [begun, underWay, dead] = [0, 0, false];

  /** What comes back after the kill comes back to nobody. */
  async function carryOut<T>(work: () => Promise<T>, ended: () => void): Promise<T> {
    underWay += 1;
    const [settled] = await Promise.allSettled([work()]);
    underWay -= 1;
    ended();
    if (dead && underWay === 0) resolve();
    if (dead) return never();
    if (settled.status === 'rejected') throw settled.reason;
    return settled.value;
  }

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (dead) return never();
    begun += 1;
    const isLast = begun === diesAt;
    if (isLast && unsent) {
      dead = true;
      if (underWay === 0) resolve();
      return never();
    }
    return carryOut(work, () => {
      steps.push(name);
      if (isLast) dead = true;
    });
  }

  const read = <T>(work: () => Promise<T>): Promise<T> => (dead ? never() : carryOut(work, () => {}));

  const client = localDynamoDb(endpoint);
  client.middlewareStack.add(
    (next, context) => (args) => {
      const command = String(context['commandName']);
      const isWrite = /^(Put|Update|Delete)Item/.test(command);
      return isWrite ? step(command, () => next(args)) : read(() => next(args));
    },
    { step: 'initialize' },
  );
  return {
    steps,
    client,
    killed,
    isDead: () => dead,
    fetch: (url, init) => {
      const { pathname } = new URL(url instanceof Request ? url.url : url);
      return step(`${init?.method} ${pathname}`, async () => {
        const response = await fetch(url, init);
        return new Response(await response.text(), response);
      });
    },
    send: (send) => (message) => step('send', () => send(message)),
  };
}
