import { unpack } from '../../../../functions/platform/pack.ts';
import type { HeldMessage } from '../../environment/message-queue.ts';
import { holdMessages, releaseAll } from '../dlq/hold-messages.ts';
import type { Session } from '../session.ts';

export interface SweptDeadLetters {
  deleted: number;
  /** About how many messages were not handed out: they stand behind the first ten of their subject, or another command has them. */
  unseen: number;
}

/** Deletes the dead letters that name what is erased. */
export async function sweepDeadLetters(
  { environment, progress, signal }: Session,
  mentions: (value: unknown) => boolean,
): Promise<SweptDeadLetters> {
  const queue = environment.deadLetterQueue;
  const kept: HeldMessage[] = [];
  const bar = progress('Searching the dead letters: messages read');
  let deleted = 0;
  const { visible, inFlight } = await queue.attributes();
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
    return { deleted, unseen: Math.max(0, visible + inFlight - deleted - kept.length) };
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
