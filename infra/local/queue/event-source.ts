import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Clock } from '../clock.ts';
import type { FifoQueue, ReceivedMessage } from './fifo-queue.ts';

/** What Lambda's event source mapping does for a FIFO queue with `ReportBatchItemFailures`. */
export interface EventSource {
  /** Resolves when the queue is empty and no worker is busy. */
  drain(): Promise<void>;
  /** Whether a worker has a batch in hand. */
  isBusy(): boolean;
  /** Takes no more messages; resolves when the workers are done. */
  close(): Promise<void>;
}

export interface EventSourceOptions {
  queue: FifoQueue;
  handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
  clock: Clock;
  /** Batches worked on at once (`maximumConcurrency`). */
  concurrency: number;
  batchSize?: number;
  onError?: (error: unknown) => void;
}

/**
 * Hands batches to the handler as they come in. Messages that it does not report as failed are deleted;
 * the others keep their visibility, that which the handler gave them included. A handler that throws has
 * failed on the whole batch.
 */
export function startEventSource(options: EventSourceOptions): EventSource {
  const { queue, handler, clock, concurrency, batchSize = 10, onError = () => {} } = options;
  const running = new Set<Promise<void>>();
  const closing = new AbortController();
  let idle: (() => void)[] = [];
  let waiting: AbortController | undefined;

  function pump(): void {
    while (!closing.signal.aborted && running.size < concurrency) {
      const messages = queue.receive(batchSize);
      if (messages.length === 0) break;
      const work = invoke(messages).finally(() => {
        running.delete(work);
        pump();
      });
      running.add(work);
    }
    if (running.size === 0 && queue.size() === 0) {
      for (const resolve of idle) resolve();
      idle = [];
    }
    waitForNext();
  }

  /** Messages that are in flight come back by themselves; nothing else tells of it. */
  function waitForNext(): void {
    waiting?.abort();
    // Whoever ends a batch looks again.
    if (running.size >= concurrency || closing.signal.aborted) return;
    const next = queue.nextVisibleAt();
    if (next === null) return;
    const own = new AbortController();
    waiting = own;
    void clock.wait(Math.max(0, next - clock.now()), own.signal).then(() => {
      if (!own.signal.aborted) pump();
    });
  }

  async function invoke(messages: ReceivedMessage[]): Promise<void> {
    try {
      const { batchItemFailures } = await handler({ Records: messages.map(toRecord) });
      const failed = new Set(batchItemFailures.map((failure) => failure.itemIdentifier));
      for (const message of messages) if (!failed.has(message.messageId)) queue.delete(message.receiptHandle);
    } catch (error) {
      onError(error);
    }
  }

  queue.onChange(pump);
  pump();
  return {
    drain: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        pump();
      }),
    isBusy: () => running.size > 0,
    async close() {
      closing.abort();
      waiting?.abort();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function toRecord(message: ReceivedMessage): SQSEvent['Records'][number] {
  const attributes = Object.entries(message.attributes ?? {}).map(([name, stringValue]) => [
    name,
    { dataType: 'String', stringValue },
  ]);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: String(message.sentAt),
      MessageGroupId: message.groupId,
      MessageDeduplicationId: message.deduplicationId,
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:local:000000000000:notifications.fifo',
    awsRegion: 'local',
  };
}
