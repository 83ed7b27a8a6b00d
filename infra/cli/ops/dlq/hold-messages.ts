import type { HeldMessage, MessageQueue } from '../../environment/message-queue.ts';

/** Longer than a command takes over ten messages; one that dies gives its messages back by then. */
const holdSeconds = 300;

/**
 * Hands out the messages of a queue one by one, each once. While they are held, nobody else sees them: what is not
 * deleted must be released. Of a group that is held nothing further is given out until its messages are deleted:
 * whoever only looks sees the first ten of each subject.
 */
export async function* holdMessages(queue: MessageQueue): AsyncGenerator<HeldMessage> {
  for (;;) {
    const messages = await queue.receive(holdSeconds);
    if (messages.length === 0) return;
    let handedOut = 0;
    try {
      for (const message of messages) {
        handedOut += 1;
        yield message;
      }
    } finally {
      // Whoever ends early has not seen these.
      await releaseAll(queue, messages.slice(handedOut));
    }
  }
}

/** Puts messages back, the last first, so that a group is whole again before anything of it is given out. */
export async function releaseAll(queue: MessageQueue, held: readonly HeldMessage[]): Promise<void> {
  for (const message of held.toReversed()) await queue.release(message);
}
