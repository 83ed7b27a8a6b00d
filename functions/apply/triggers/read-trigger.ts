import { createHash } from 'node:crypto';
import { parseJson } from '../../platform/parse-json.ts';
import type { Delivery } from '../apply-deps.ts';
import type { ReadNotification } from '../read-notification.ts';

/** Deeper JSON than this means no good, and not everything that walks it does so without recursion. */
const maxDepth = 64;
/** How long a body that came again without an id of its own is taken for the same webhook. */
const windowSeconds = 600;

/**
 * What receive queued of another system's webhook, as the notification that rules are decided on. Its id is the
 * sender's own or, where there is none, made of the body and a window of ten minutes. Null where the body is no
 * JSON, or nested more than 64 deep.
 */
export function readTrigger(delivery: Delivery, raw: Buffer, appId: string): ReadNotification | null {
  const { source = '', happened_at, delivery_id } = delivery.attributes;
  const payload = parseJson(raw);
  if (payload === undefined || isDeeperThan(maxDepth, payload)) return null;

  const createdAt = Number(happened_at ?? Math.floor(delivery.sentAt / 1000));
  const body = createHash('sha256').update(raw).digest('hex');
  return {
    id: delivery_id ?? `body:${body}@${Math.floor(createdAt / windowSeconds)}`,
    topic: `source:${source}`,
    app_id: appId,
    created_at: createdAt,
    payload,
  };
}

/**
 * Where the same body may be recorded that came up to ten minutes earlier, but in the window before. Null where the
 * webhook has an id of its own.
 */
export function idBefore({ id }: ReadNotification): string | null {
  const [, body, window] = /^(body:[0-9a-f]{64})@(\d+)$/.exec(id ?? '') ?? [];
  return body === undefined ? null : `${body}@${Number(window) - 1}`;
}

/** Whether what happened then, in ISO time, is close enough to be the same. */
export function isWithinWindow(happenedAt: string, notification: ReadNotification): boolean {
  return (notification.created_at ?? 0) - Date.parse(happenedAt) / 1000 < windowSeconds;
}

/** Level by level, for a stack does not hold what a body can nest. */
function isDeeperThan(depth: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let at = 0; at <= depth; at++) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}
