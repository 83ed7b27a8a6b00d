import { unpack } from '../../../../functions/platform/pack.ts';
import type { HeldMessage } from '../../environment/message-queue.ts';
import { holdMessages, releaseAll } from '../dlq/hold-messages.ts';
import type { Session } from '../session.ts';

/** Deletes the dead letters that name what is erased. @returns how many */
export async function sweepDeadLetters(
  { environment, progress, signal }: Session,
  mentions: (value: unknown) => boolean,
): Promise<number> {
  const queue = environment.deadLetterQueue;
  const kept: HeldMessage[] = [];
  const bar = progress('Searching the dead letters: messages read');
  let deleted = 0;
  try {
    for await (const message of holdMessages(queue)) {
      if (signal.aborted) {
        kept.push(message);
        break;
      }
      if (mentions([bodyOf(message), message.attributes ?? {}])) {
        await queue.delete(message);
        deleted += 1;
      } else {
        kept.push(message);
      }
      bar.update(deleted + kept.length);
    }
    signal.throwIfAborted();
    return deleted;
  } finally {
    bar.stop();
    await releaseAll(queue, kept);
  }
}

function bodyOf({ body }: HeldMessage): string {
  try {
    return unpack(body).toString('utf8');
  } catch {
    return body;
  }
}
