import { randomUUID } from 'node:crypto';
import type { QueueMessage } from '../../../functions/platform/queue.ts';
import type { Clock } from '../clock.ts';

/**
 * A queue in memory with the semantics of an SQS FIFO queue of high throughput (deduplication and
 * throughput per message group), as the "Amazon SQS Developer Guide" gives them:
 * - a message whose deduplication id was sent in its group within five minutes is taken and dropped, even
 *   if the first one is long deleted;
 * - the messages of a group come in order, and while one is in flight the rest of its group is held back,
 *   though one receive may hand out several of a group;
 * - a message that is neither deleted nor given another visibility comes back after the visibility
 *   timeout, with its receive count one higher and a new receipt handle; the old handle is then void;
 * - one received more than `maxReceiveCount` times moves to the dead-letter queue;
 * - a message older than the retention period is gone.
 */
export interface FifoQueue {
  /** The message's id: that of the first one where it is a duplicate. */
  send(message: QueueMessage): string;
  /** At most `max` messages, oldest first; none where all are in flight or held back. */
  receive(max: number): ReceivedMessage[];
  /** False where the handle is void: the message came back, or is gone. */
  delete(receiptHandle: string): boolean;
  /** `seconds` from now, 0 to 43,200. False where the handle is void. */
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  /** Messages that are in the queue, in flight and held back ones included. */
  size(): number;
  /** When the next message in flight comes back, or came back and was not received again (Unix ms); null where there is none. */
  nextVisibleAt(): number | null;
  /** All messages in order, without a receive; for looking into a dead-letter queue. */
  peek(): ReceivedMessage[];
  /** Called after every send, delete and change of visibility. */
  onChange(listener: () => void): void;
  snapshot(): FifoQueueSnapshot;
}

export interface ReceivedMessage extends QueueMessage {
  messageId: string;
  receiptHandle: string;
  receiveCount: number;
  /** Unix ms. */
  sentAt: number;
}

export interface FifoQueueOptions {
  clock: Pick<Clock, 'now'>;
  /** Seconds; 180 as in the stack. */
  visibilityTimeout?: number;
  /** With `deadLetterQueue`: receives after which a message moves there. */
  maxReceiveCount?: number;
  deadLetterQueue?: FifoQueue;
  /** What an earlier queue's `snapshot` gave; what was in flight then is visible at once. */
  restore?: FifoQueueSnapshot | undefined;
}

export interface FifoQueueSnapshot {
  messages: StoredMessage[];
  /** Group and deduplication id, when it was sent, the message it stands for. */
  deduplication: [key: string, sentAt: number, messageId: string][];
}

interface StoredMessage extends ReceivedMessage {
  /** Unix ms; in flight before that. */
  visibleAt: number;
}

const deduplicationMs = 5 * 60_000;
const retentionMs = 14 * 24 * 60 * 60_000;

export function createFifoQueue(options: FifoQueueOptions): FifoQueue {
  const { clock, visibilityTimeout = 180, maxReceiveCount = 100, deadLetterQueue, restore } = options;
  const groups = new Map<string, StoredMessage[]>();
  const inFlight = new Map<string, StoredMessage>();
  const seen = new Map<string, { sentAt: number; messageId: string }>();
  const listeners: (() => void)[] = [];
  for (const message of restore?.messages ?? []) add({ ...message, receiptHandle: '', visibleAt: 0 });
  for (const [key, sentAt, messageId] of restore?.deduplication ?? []) seen.set(key, { sentAt, messageId });

  function add(message: StoredMessage): void {
    const group = groups.get(message.groupId);
    if (group === undefined) groups.set(message.groupId, [message]);
    else group.push(message);
    if (message.receiptHandle !== '') inFlight.set(message.receiptHandle, message);
  }

  function remove(message: StoredMessage): void {
    inFlight.delete(message.receiptHandle);
    const group = groups.get(message.groupId) ?? [];
    const rest = group.filter((each) => each !== message);
    if (rest.length === 0) groups.delete(message.groupId);
    else groups.set(message.groupId, rest);
  }

  function changed(): void {
    for (const listener of listeners) listener();
  }

  /** The message behind a handle that is still good. */
  function held(receiptHandle: string): StoredMessage | undefined {
    const message = inFlight.get(receiptHandle);
    return message !== undefined && message.visibleAt > clock.now() ? message : undefined;
  }

  function forget(now: number): void {
    // Insertion order is the order of time.
    for (const [key, { sentAt }] of seen) {
      if (now - sentAt < deduplicationMs) break;
      seen.delete(key);
    }
  }

  /** What a receive may take of a group: all of it from the front, none where one is in flight. */
  function available(group: StoredMessage[], now: number): StoredMessage[] {
    const expired = group.filter((message) => now - message.sentAt >= retentionMs);
    for (const message of expired) remove(message);
    if (group.some((message) => message.visibleAt > now)) return [];
    return expired.length === 0 ? group : group.filter((message) => !expired.includes(message));
  }

  return {
    send(message) {
      const now = clock.now();
      forget(now);
      const key = `${message.groupId}\n${message.deduplicationId}`;
      const earlier = seen.get(key);
      if (earlier !== undefined) return earlier.messageId;

      const messageId = randomUUID();
      seen.set(key, { sentAt: now, messageId });
      add({ ...message, messageId, receiptHandle: '', receiveCount: 0, sentAt: now, visibleAt: now });
      changed();
      return messageId;
    },

    receive(max) {
      const now = clock.now();
      const taken: ReceivedMessage[] = [];
      let moved = false;
      for (const group of groups.values()) {
        for (const message of available(group, now)) {
          if (taken.length === max) break;
          if (message.receiveCount >= maxReceiveCount && deadLetterQueue !== undefined) {
            remove(message);
            deadLetterQueue.send(messageOf(message));
            moved = true;
            continue;
          }
          inFlight.delete(message.receiptHandle);
          message.receiptHandle = randomUUID();
          message.receiveCount += 1;
          message.visibleAt = now + visibilityTimeout * 1000;
          inFlight.set(message.receiptHandle, message);
          taken.push({ ...message });
        }
        if (taken.length === max) break;
      }
      if (moved) changed();
      return taken;
    },

    delete(receiptHandle) {
      const message = held(receiptHandle);
      if (message === undefined) return false;
      remove(message);
      changed();
      return true;
    },

    changeVisibility(receiptHandle, seconds) {
      const message = held(receiptHandle);
      if (message === undefined) return false;
      message.visibleAt = clock.now() + seconds * 1000;
      changed();
      return true;
    },

    size: () => [...groups.values()].reduce((sum, group) => sum + group.length, 0),

    nextVisibleAt() {
      let next: number | null = null;
      for (const { visibleAt } of inFlight.values()) {
        if (next === null || visibleAt < next) next = visibleAt;
      }
      return next;
    },

    peek: () => [...groups.values()].flat().map((message) => ({ ...message })),
    onChange: (listener) => void listeners.push(listener),
    snapshot: () => ({
      messages: [...groups.values()].flat(),
      deduplication: [...seen].map(([key, { sentAt, messageId }]) => [key, sentAt, messageId]),
    }),
  };
}

function messageOf({ groupId, deduplicationId, body, attributes }: StoredMessage): QueueMessage {
  return { groupId, deduplicationId, body, ...(attributes === undefined ? {} : { attributes }) };
}
