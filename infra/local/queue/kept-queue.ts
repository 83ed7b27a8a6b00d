import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from '../start/options.ts';
import type { FifoQueue, FifoQueueSnapshot } from './fifo-queue.ts';

interface Queues<T> {
  queue: T;
  deadLetterQueue: T;
}

const snapshot = z.object({
  messages: z.array(
    z.object({
      messageId: z.string(),
      groupId: z.string(),
      deduplicationId: z.string(),
      body: z.string(),
      attributes: z.record(z.string(), z.string()).exactOptional(),
      receiptHandle: z.string(),
      receiveCount: z.number(),
      sentAt: z.number(),
      visibleAt: z.number(),
    }),
  ),
  deduplication: z.array(z.tuple([z.string(), z.number(), z.string()])),
});

const file = z.object({ queue: snapshot, deadLetterQueue: snapshot });

/** What an earlier start left in its queues. @throws UsageError where the file is damaged */
export function readKeptQueue(path: string): Queues<FifoQueueSnapshot> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: move it away (what waited in it is lost), or begin anew with npm start -- --reset.`,
      { cause: error },
    );
  }
}

/**
 * Writes both queues to a file shortly after they change, and once more when closed. A process that is killed
 * may lose the last fifth of a second of a queue: this is a laptop, not SQS.
 */
export function keepQueue(path: string, queues: Queues<FifoQueue>): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    timer = undefined;
    const { queue, deadLetterQueue } = queues;
    const text = JSON.stringify({ queue: queue.snapshot(), deadLetterQueue: deadLetterQueue.snapshot() });
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  const soon = () => {
    timer ??= setTimeout(write, 200);
  };
  queues.queue.onChange(soon);
  queues.deadLetterQueue.onChange(soon);
  return {
    close() {
      clearTimeout(timer);
      write();
    },
  };
}
