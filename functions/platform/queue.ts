/** A message of the FIFO queue. Ids are at most 128 ASCII characters (see `queueId`). */
export interface QueueMessage {
  /** Messages of one group are delivered in order, one batch at a time. */
  groupId: string;
  /** A second message with the same id in the same group within five minutes is dropped by the queue. */
  deduplicationId: string;
  body: string;
  attributes?: Record<string, string>;
}

/** Puts a message on the queue; resolves when the queue has it, else rejects. */
export type SendMessage = (message: QueueMessage) => Promise<void>;
