import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';
import { type ReceiveDeps, receiveNotification } from './receive-notification.ts';
import type { ReceiveTrigger } from './triggers/receive-trigger.ts';

export interface ReceiveAppDeps extends ReceiveDeps {
  /** What takes other systems' webhooks, loaded by the first of them. Without, there is no such route. */
  triggers?: () => Promise<ReceiveTrigger>;
}

/** What Lambda passes in a request. Larger is refused before it is read, let alone hashed. */
const maxBodyBytes = 6 * 1024 * 1024;

/**
 * The public HTTP side: verifies, queues, answers. It never answers 410 or 429, for which Intercom ends
 * or throttles a subscription (developers.intercom.com, "Webhook models").
 */
export function createReceiveApp(deps: ReceiveAppDeps): Hono {
  const app = new Hono();
  const withinLimit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: (c) => {
      deps.metrics.count('TooLarge');
      return c.text('too large', 413);
    },
  });
  // Hono answers HEAD by it too, with which Intercom checks the address.
  app.get('/webhooks/intercom', (c) => c.text('Tagwright takes signed notifications of Intercom here.'));
  app.post('/webhooks/intercom', withinLimit, async (c) => {
    const outcome = await receiveNotification(deps, {
      raw: new Uint8Array(await c.req.arrayBuffer()),
      hubSignature: c.req.header('x-hub-signature'),
      bodySignature: c.req.header('x-body-signature'),
    });
    return c.text(outcome.text, outcome.status);
  });
  const { triggers } = deps;
  if (triggers !== undefined) {
    app.post('/triggers/:source', withinLimit, async (c) => {
      const receiveTrigger = await triggers();
      const outcome = await receiveTrigger({
        source: c.req.param('source'),
        raw: new Uint8Array(await c.req.arrayBuffer()),
        header: (name) => c.req.header(name),
      });
      return c.text(outcome.text, outcome.status);
    });
  }
  app.onError((error, c) => {
    // Whatever it was, it is to be sent again.
    deps.log.error('receive failed', {}, error);
    return c.text('try again', 503);
  });
  return app;
}
