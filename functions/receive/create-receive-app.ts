import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type ReceiveDeps, receiveNotification } from './receive-notification.ts';

/** What Lambda passes in a request. Larger is refused before it is read, let alone hashed. */
const maxBodyBytes = 6 * 1024 * 1024;

/**
 * The public HTTP side: verifies, queues, answers. It never answers 410 or 429, for which Intercom ends
 * or throttles a subscription (developers.intercom.com, "Webhook models").
 */
export function createReceiveApp(deps: ReceiveDeps): Hono {
  const app = new Hono();
  // Hono answers HEAD by it too, with which Intercom checks the address.
  app.get('/webhooks/intercom', (c) => c.text('Tagwright takes signed notifications of Intercom here.'));
  app.post(
    '/webhooks/intercom',
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c) => {
        deps.metrics.count('TooLarge');
        return c.text('too large', 413);
      },
    }),
    async (c) => {
      const outcome = await receiveNotification(deps, {
        raw: new Uint8Array(await c.req.arrayBuffer()),
        hubSignature: c.req.header('x-hub-signature'),
        bodySignature: c.req.header('x-body-signature'),
      });
      return c.text(outcome.text, outcome.status);
    },
  );
  app.onError((error, c) => {
    // Whatever it was, Intercom is to send it again.
    deps.log.error('receive failed', {}, error);
    return c.text('try again', 503);
  });
  return app;
}
