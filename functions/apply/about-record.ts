import { createHash } from 'node:crypto';
import type { LogFields } from '../platform/log.ts';
import { subjectTypes } from '../rules/topics.ts';
import type { NotificationRecord } from '../store/record.ts';

/**
 * What every log line about a notification says of it: ids only. The id of another system's webhook is of that
 * system's making, and may say more than it should: it is hashed.
 */
export function aboutRecord({
  notification_id: id,
  topic,
  subject,
  matched,
}: Pick<NotificationRecord, 'notification_id' | 'topic' | 'subject' | 'matched'>): LogFields {
  const isForeign = topic.startsWith('source:');
  const isKnown = isForeign || topic.startsWith('schedule:') || subjectTypes.has(topic);
  return {
    notification: isForeign && id !== null ? hashOf(id) : id,
    topic: isKnown ? topic : 'unknown',
    subject: subject === null ? null : `${subject.type}:${subject.id}`,
    rules: matched.map(({ rule }) => rule),
  };
}

function hashOf(id: string): string {
  return `sha256:${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}
