import type { QueueMessage } from '../../../functions/platform/queue.ts';

/** One of an environment's FIFO queues, as far as a person at a command line handles it. */
export interface MessageQueue {
  /**
   * At most ten messages that nobody holds, in order within their group; hidden from everybody else for `seconds`.
   * While one of a group is held, what stands behind it is not given out.
   */
  receive(seconds: number): Promise<HeldMessage[]>;
  /** Puts a message back as it was. */
  release(message: HeldMessage): Promise<void>;
  delete(message: HeldMessage): Promise<void>;
  /** Resolves when the queue has it, or had it before under its deduplication id. */
  send(message: QueueMessage): Promise<void>;
  /** Approximate on AWS. */
  attributes(): Promise<QueueAttributes>;
}

export interface HeldMessage extends QueueMessage {
  messageId: string;
  receiptHandle: string;
  /** From 1. */
  receiveCount: number;
  /** Unix ms. */
  sentAt: number;
}

interface QueueAttributes {
  /** Messages that nobody holds. */
  visible: number;
  /** Messages that somebody has received, and neither deleted nor given back. */
  inFlight: number;
}
