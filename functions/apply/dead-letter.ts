import type { LogFields } from '../platform/log.ts';
import type { Work } from './work.ts';

/** Sends the message to the dead letters. Twice, after a crash, it is one: the id is the same. */
export async function deadLetter({ deps, delivery }: Work, about: LogFields): Promise<void> {
  const { groupId, messageId, body, attributes } = delivery;
  await deps.queue.sendToDeadLetter({ groupId, deduplicationId: `${messageId}#failed`, body, attributes });
  deps.metrics.count('DeadLettered');
  deps.log.error('a notification is dead-lettered', about);
}
