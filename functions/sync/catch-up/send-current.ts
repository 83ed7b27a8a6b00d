import { identityOf } from '../../apply/identity-of.ts';
import { pack } from '../../platform/pack.ts';
import { queueId } from '../../platform/queue-id.ts';
import type { SyncContext } from '../sync-step.ts';

/** Sends apply a notification with an object as it is now. `at`: Unix seconds of its last change. */
export async function sendCurrent(
  { appId, send }: Pick<SyncContext, 'appId' | 'send'>,
  subject: { type: 'contact' | 'company'; id: string },
  { topic, at, item }: { topic: string; at: number; item: Record<string, unknown> },
): Promise<void> {
  const data = { type: 'notification_event_data', item };
  const notification = { type: 'notification_event', app_id: appId, id: null, topic, created_at: at, data };
  await send({
    groupId: queueId(`${subject.type}:${subject.id}`),
    deduplicationId: queueId(`${appId}#catch_up#${identityOf(notification, subject)}`),
    body: pack(Buffer.from(JSON.stringify(notification))),
    attributes: { kind: 'catch_up' },
  });
}
