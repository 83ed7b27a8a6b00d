import { createHmac } from 'node:crypto';

/** One thing that happened, before it is sent. */
export interface Notification {
  /** A ping has none: `"id": null`. */
  readonly id: string | null;
  readonly appId: string;
  readonly topic: string;
  readonly item: unknown;
  /** Unix seconds. */
  readonly createdAt: number;
}

/** The envelope, with its fields in the order of the captures. `attempt` counts from 1. */
export function renderNotification(notification: Notification, attempt: number, firstSentAt: number): string {
  const { id, appId, topic, item, createdAt } = notification;
  return JSON.stringify({
    type: 'notification_event',
    app_id: appId,
    data: { type: 'notification_event_data', item },
    links: {},
    id,
    topic,
    delivery_status: id === null ? null : 'pending',
    delivery_attempts: attempt,
    delivered_at: 0,
    first_sent_at: firstSentAt,
    created_at: createdAt,
    self: null,
  });
}

/** `X-Hub-Signature`: HMAC-SHA1 of the raw body with the app's client secret. */
export function signNotification(body: string, secret: string): string {
  return `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
}
