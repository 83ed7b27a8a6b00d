import * as z from 'zod';
import { type ControlledQueues, heldMessageSchema } from '../../local/control/control-app.ts';
import type { LocalAddress } from '../../local/control/local-address.ts';
import { EnvironmentError } from './environment-error.ts';
import type { MessageQueue } from './message-queue.ts';

/** A queue of a local stack that runs, through its control endpoint. */
export function createControlMessageQueue(
  address: Pick<LocalAddress, 'url' | 'key' | 'pid'>,
  queue: keyof ControlledQueues,
): MessageQueue {
  const call = (operation: string, body: unknown) =>
    callControl(address, `/queues/${queue}/${operation}`, body);
  return {
    receive: async (seconds) => z.array(heldMessageSchema).parse(await call('receive', { seconds })),
    release: async (message) => void (await call('release', message)),
    delete: async (message) => void (await call('delete', message)),
    send: async (message) => void (await call('send', message)),
    attributes: async () => attributes.parse(await callControl(address, `/queues/${queue}`)),
  };
}

const attributes = z.object({ visible: z.number(), inFlight: z.number() });

/** What the control endpoint answers; POST where there is a body. @throws EnvironmentError where nobody answers */
export async function callControl(
  { url, key, pid }: Pick<LocalAddress, 'url' | 'key' | 'pid'>,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new EnvironmentError(
      `npm start (process ${pid}) does not answer at ${url}; end it and start it again.`,
      { cause },
    );
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The local stack's control endpoint answered ${response.status}`);
  return text === '' ? undefined : JSON.parse(text);
}
