import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../functions/apply/identity-of.ts';
import type { ReadNotification } from '../../../functions/apply/read-notification.ts';

const subject = { type: 'conversation' as const, id: '1' };

function notification(fields: Partial<ReadNotification>, parts: string[] = []): ReadNotification {
  const conversation_parts = { conversation_parts: parts.map((id) => ({ id })) };
  return {
    id: 'notif_1',
    app_id: 'a',
    topic: 'conversation.user.replied',
    created_at: 5,
    data: { item: { type: 'conversation', id: '1', ...(parts.length > 0 ? { conversation_parts } : {}) } },
    ...fields,
  };
}

describe("a notification's identity", () => {
  it('is its newest part, whatever the notification is called', () => {
    const identity = identityOf(notification({}, ['9', '10']), subject);
    expect(identity).toBe('conversation.user.replied/conversation:1/part:10');
    expect(identityOf(notification({ id: 'other', created_at: 6 }, ['10']), subject)).toBe(identity);
  });

  it('is the beginning of a conversation, which comes once', () => {
    const created = { topic: 'conversation.user.created' };
    const identity = identityOf(notification(created), subject);
    expect(identityOf(notification({ ...created, id: 'other', created_at: 6 }), subject)).toBe(identity);
  });

  it('is the event where there is no part: two of one second stay two', () => {
    const topic = 'contact.user.updated';
    const contact = { type: 'contact' as const, id: '2' };
    expect(identityOf(notification({ topic }), contact)).not.toBe(
      identityOf(notification({ topic, id: 'notif_2' }), contact),
    );
  });

  it('is the event where the part is older than the event', () => {
    const topic = 'conversation_part.tag.created';
    expect(identityOf(notification({ topic }, ['9']), subject)).not.toBe(
      identityOf(notification({ topic, id: 'notif_2' }, ['9']), subject),
    );
  });

  it('needs no subject', () => {
    expect(identityOf(notification({ topic: 'admin.logged_in' }), null)).toBe('admin.logged_in/at:5:notif_1');
  });
});
