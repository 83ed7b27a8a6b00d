import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import type { MessageQueue } from '../../cli/environment/message-queue.ts';

/** The queues by the name that their address has. */
export type ControlledQueues = Record<'notifications' | 'dead-letters', MessageQueue>;

const queueMessage = z.object({
  groupId: z.string(),
  deduplicationId: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.string()).exactOptional(),
});

/** A message that was received, as it goes over the wire. */
export const heldMessageSchema = queueMessage.extend({
  messageId: z.string(),
  receiptHandle: z.string(),
  receiveCount: z.number(),
  sentAt: z.number(),
});

const queueParam = z.enum(['notifications', 'dead-letters']);
const receiving = z.object({ seconds: z.number().min(0).max(43_200) });

/** The queues of a local stack over HTTP. Everything asks for the key. */
export function createControlApp({ key, appId, queues, sync }: ControlParts): Hono {
  const app = new Hono();
  const queueOf = (name: string) => queues[queueParam.parse(name)];
  app.use(bearerAuth({ token: key }));
  app.get('/', (c) => c.json({ appId, pid: process.pid }));
  app.get('/queues/:queue', async (c) => c.json(await queueOf(c.req.param('queue')).attributes()));
  app.post('/queues/:queue/receive', async (c) => {
    const { seconds } = receiving.parse(await c.req.json());
    return c.json(await queueOf(c.req.param('queue')).receive(seconds));
  });
  for (const operation of ['release', 'delete'] as const) {
    app.post(`/queues/:queue/${operation}`, async (c) => {
      await queueOf(c.req.param('queue'))[operation](heldMessageSchema.parse(await c.req.json()));
      return c.body(null, 204);
    });
  }
  app.post('/queues/:queue/send', async (c) => {
    await queueOf(c.req.param('queue')).send(queueMessage.parse(await c.req.json()));
    return c.body(null, 204);
  });
  app.post('/sync', async (c) => c.json({ outcome: await sync() }));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    return c.json({ error: String(error) }, error instanceof z.ZodError ? 400 : 500);
  });
  return app;
}

export interface ControlParts {
  key: string;
  appId: string;
  queues: ControlledQueues;
  /** A run of the sync; what became of it. */
  sync: () => Promise<string>;
}
