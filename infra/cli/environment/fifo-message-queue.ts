import type { Clock } from '../../local/clock.ts';
import type { FifoQueue } from '../../local/queue/fifo-queue.ts';
import type { MessageQueue } from './message-queue.ts';

/** A queue of this very process as an operator's commands handle it. */
export function createFifoMessageQueue(queue: FifoQueue, clock: Pick<Clock, 'now'>): MessageQueue {
  return {
    async receive(seconds) {
      const messages = queue.receive(10);
      for (const { receiptHandle } of messages) queue.changeVisibility(receiptHandle, seconds);
      return messages;
    },
    release: async ({ receiptHandle }) => void queue.changeVisibility(receiptHandle, 0),
    delete: async ({ receiptHandle }) => void queue.delete(receiptHandle),
    send: async (message) => void queue.send(message),
    async attributes() {
      const { messages } = queue.snapshot();
      const inFlight = messages.filter(({ visibleAt }) => visibleAt > clock.now()).length;
      return { visible: messages.length - inFlight, inFlight };
    },
  };
}
