import type { NotificationRecord } from '../../functions/store/record.ts';

/** A fresh record, with what a test says of it. */
export function aRecord(fields: Partial<NotificationRecord> = {}): NotificationRecord {
  return {
    app_id: 'workspace1',
    identity: 'conversation.user.replied/conversation:1/part:7',
    status: 'begun',
    notification_id: 'notif_1',
    topic: 'conversation.user.replied',
    subject: { type: 'conversation', id: '1' },
    source: 'webhook',
    happened_at: '2026-01-07T12:00:00.000Z',
    received_at: '2026-01-07T12:00:01.000Z',
    order: '001767787200#00000000000000000000000000000007#notif_1',
    matched: [],
    conflicts: [],
    changes: [],
    fetched: [],
    tags_known: [],
    operations: [],
    attempts: 0,
    expires_at: 4_000_000_000,
    ...fields,
  };
}
