import { createHmac } from 'node:crypto';

export const CLIENT_SECRET = 'bench';
export const APP_ID = 'bench';

/** What the HTTP API hands to receive for a signed notification. `more`: what else its conversation has. */
export function signedEvent(more: object = {}) {
  const item = { type: 'conversation', id: '1', ...more };
  const body = JSON.stringify({
    type: 'notification_event',
    app_id: APP_ID,
    id: 'notif_1',
    topic: 'conversation.user.created',
    created_at: 1_768_019_869,
    data: { type: 'notification_event_data', item },
  });
  const signature = createHmac('sha1', CLIENT_SECRET).update(body).digest('hex');
  return {
    version: '2.0',
    routeKey: 'POST /webhooks/intercom',
    rawPath: '/webhooks/intercom',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'x-hub-signature': `sha1=${signature}`, host: 'bench' },
    requestContext: { http: { method: 'POST', path: '/webhooks/intercom' }, domainName: 'bench' },
    body,
    isBase64Encoded: false,
  };
}
