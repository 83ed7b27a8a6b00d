import { identityOf } from '../../../../functions/apply/identity-of.ts';
import { type ReadNotification, readNotification } from '../../../../functions/apply/read-notification.ts';
import { readReleaseOrder } from '../../../../functions/apply/release-order.ts';
import { readTrigger } from '../../../../functions/apply/triggers/read-trigger.ts';
import { unpack } from '../../../../functions/platform/pack.ts';
import { objectOf } from '../../../../functions/rules/subject.ts';
import type { NotificationRecord } from '../../../../functions/store/record.ts';
import { createRecordStore } from '../../../../functions/store/records.ts';
import type { HeldMessage } from '../../environment/message-queue.ts';
import type { OpenedEnvironment } from '../../environment/opened-environment.ts';

/** A message that was given up, and what is known of why. */
export interface DeadLetter {
  message: HeldMessage;
  /** What it holds, as far as it can be read; null where it cannot. */
  content: { identity: string; topic: string; notification: ReadNotification | null } | null;
  record: NotificationRecord | null;
  /** In one line. */
  reason: string;
}

export async function readDeadLetter(
  { appId, table }: OpenedEnvironment,
  message: HeldMessage,
): Promise<DeadLetter> {
  const content = contentOf(message, appId);
  const record = content === null ? null : await createRecordStore(table).read(appId, content.identity);
  return { message, content, record, reason: reasonOf(content !== null, record) };
}

/** How often the message was returned to the queue before. */
export function redrivesOf({ attributes }: HeldMessage): number {
  return Math.max(0, Number(attributes?.['redrive'] ?? 1) - 1);
}

/** Whether it is the one that a person means: by its message id (or how that begins), record or notification id. */
export function isNamed({ message, content }: DeadLetter, name: string): boolean {
  return (
    (name.length >= 6 && message.messageId.startsWith(name)) ||
    content?.identity === name ||
    (content?.notification?.id ?? null) === name
  );
}

function contentOf(message: HeldMessage, appId: string): DeadLetter['content'] {
  const { body, attributes = {}, ...rest } = message;
  const kind = attributes['kind'] ?? 'notification';
  try {
    if (kind === 'release') {
      const { identity, rule } = readReleaseOrder(body);
      return { identity, topic: `release of ${rule}`, notification: null };
    }
    const raw = unpack(body);
    const delivery = { ...rest, body, attributes, kind };
    const notification = kind === 'trigger' ? readTrigger(delivery, raw, appId) : readNotification(raw);
    if (notification === null) return null;
    const identity = identityOf(notification, objectOf(notification));
    return { identity, topic: notification.topic, notification };
  } catch {
    // Not packed by us, or no order that we know.
    return null;
  }
}

function reasonOf(isReadable: boolean, record: NotificationRecord | null): string {
  if (!isReadable) return 'It cannot be read: not a message of ours.';
  if (record === null)
    return 'It has no record: the worker that took it died each time, or its record has expired.';
  if (record.status === 'finished') return 'It is applied by now: a copy of it went through. Drop it.';
  return record.error ?? 'The worker that took it died each time: look into the log of apply.';
}
