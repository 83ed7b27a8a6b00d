import { type ChildProcess, fork } from 'node:child_process';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import type { FifoQueue } from '../../infra/local/queue/fifo-queue.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './messages.ts';

/** Worker processes, one batch at a time each, replaced when they die. */
export interface WorkerPool {
  /** Rejects when the worker dies over it. */
  handle(event: SQSEvent): Promise<SQSBatchResponse>;
  /** The workers that ended themselves. */
  deaths: Death[];
  close(): void;
}

export interface Death {
  worker: string;
  point: string;
  /** Unix ms of the run's clock. */
  at: number;
}

export function startWorkerPool(
  file: string,
  setup: WorkerSetup,
  size: number,
  queues: { queue: FifoQueue; deadLetter: (message: QueueMessage) => void },
): WorkerPool {
  const deaths: Death[] = [];
  const idle: ChildProcess[] = [];
  const waiting: PromiseWithResolvers<ChildProcess>[] = [];
  const workers = new Set<ChildProcess>();
  let closed = false;
  let born = 0;

  const tell = (worker: ChildProcess, message: ToWorker) => void worker.send(message);

  function free(worker: ChildProcess): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next.resolve(worker);
  }

  function spawn(): void {
    const worker = fork(file, { stdio: 'inherit', execArgv: [] });
    workers.add(worker);
    // What is sent to one that has just ended itself is lost with it; that it has ended, `exit` tells.
    worker.on('error', () => {});
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready') free(worker);
      else if (message.type === 'dying') deaths.push(message);
      else if (message.type === 'visibility') {
        queues.queue.changeVisibility(message.receiptHandle, message.seconds);
        tell(worker, { type: 'answer', call: message.call });
      } else if (message.type === 'send') {
        queues.queue.send(message.message);
        tell(worker, { type: 'answer', call: message.call });
      } else if (message.type === 'deadLetter') {
        queues.deadLetter(message.message);
        tell(worker, { type: 'answer', call: message.call });
      }
    });
    worker.on('exit', () => {
      workers.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
      if (!closed) spawn();
    });
    // Each life rolls dice of its own, or all would die at the same point.
    const life = { ...setup, seed: setup.seed * 100_003 + born };
    tell(worker, { type: 'setup', setup: born < size ? { ...life, diesAt: 'after the claim' } : life });
    born += 1;
  }
  for (let i = 0; i < size; i++) spawn();

  function nextIdle(): Promise<ChildProcess> {
    if (closed) return Promise.reject(new Error('the pool is closed'));
    const next = Promise.withResolvers<ChildProcess>();
    waiting.push(next);
    return next.promise;
  }

  return {
    deaths,
    async handle(event) {
      const worker = idle.pop() ?? (await nextIdle());
      return new Promise((resolve, reject) => {
        const died = () => reject(new Error('the worker died'));
        const heard = (message: FromWorker) => {
          if (message.type !== 'done') return;
          worker.off('exit', died);
          worker.off('message', heard);
          resolve(message.response);
          free(worker);
        };
        worker.on('message', heard);
        worker.once('exit', died);
        tell(worker, { type: 'batch', event });
      });
    },
    close() {
      closed = true;
      for (const worker of workers) worker.kill('SIGKILL');
      for (const each of waiting) each.reject(new Error('the pool is closed'));
    },
  };
}
