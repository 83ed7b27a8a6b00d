import type { QueueMessage } from '../../../../functions/platform/queue.ts';
import { queueId } from '../../../../functions/platform/queue-id.ts';
import type { HeldMessage } from '../../environment/message-queue.ts';
import type { Session } from '../session.ts';
import { redrivesOf } from './dead-letter.ts';
import { takeDeadLetters } from './take-dead-letters.ts';

/**
 * `dlq redrive [ids...]`: each message is sent first and deleted then, under an id of its own. So one that a broken
 * command left in both queues is sent again by the next, dropped by the queue or found to be applied.
 */
export async function redriveDeadLetters(session: Session, ids: string[]): Promise<0 | 1> {
  const { environment, say } = session;
  const { queue, deadLetterQueue } = environment;
  const status = await takeDeadLetters(session, ids, {
    question: (what) => `Return ${what} to the queue of ${environment.name}? Each is applied once.`,
    done: (count) => `${count} returned to the queue`,
    async take(message) {
      await queue.send(redriven(message));
      await deadLetterQueue.delete(message);
    },
  });
  if (status === 0 && !environment.isRunning) say('They are applied when npm start runs again.');
  return status;
}

/** As it was, but for its deduplication id: the queue drops what it has had within five minutes. */
function redriven(message: HeldMessage): QueueMessage {
  const { groupId, body, attributes, deduplicationId } = message;
  const run = redrivesOf(message) + 2;
  const base = deduplicationId.replace(/#redrive\d+$/u, '');
  return {
    groupId,
    deduplicationId: queueId(`${base}#redrive${run}`),
    body,
    attributes: { ...attributes, redrive: String(run) },
  };
}
