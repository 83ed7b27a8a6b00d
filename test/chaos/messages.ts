import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { QueueMessage } from '../../functions/platform/queue.ts';
import type { KillPoint } from './with-kill-points.ts';

/** How a worker process is set up; passed as JSON in its first message. */
export interface WorkerSetup {
  seed: number;
  /** Times faster than the wall clock. */
  speed: number;
  /** Unix ms at which the run began, by the wall clock. */
  startedAt: number;
  appId: string;
  dynamoEndpoint: string;
  tableName: string;
  intercomUrl: string;
  token: string;
  adminId: string;
  /** What must not be there for the harness to fail. */
  without?: Part;
  /** Chance that the worker ends itself at each of the named points. */
  killRate: number;
  /** A point at which it is certain to, the first time: no run depends on chance alone for a death. */
  diesAt?: KillPoint;
  /** Chance that a request of DynamoDB fails, before or after it is carried out. */
  storeFaultRate: number;
}

export type Part = 'claim' | 'ledger' | 'lease';

export type ToWorker =
  | { type: 'setup'; setup: WorkerSetup }
  | { type: 'batch'; event: SQSEvent }
  | { type: 'answer'; call: number };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'done'; response: SQSBatchResponse; killedAt?: string }
  | { type: 'visibility'; call: number; receiptHandle: string; seconds: number }
  | { type: 'send'; call: number; message: QueueMessage }
  | { type: 'deadLetter'; call: number; message: QueueMessage }
  | { type: 'dying'; point: string; worker: string; at: number };

/** A clock that runs faster, the same in every process of a run. */
export function fastNow({ speed, startedAt }: { speed: number; startedAt: number }): () => number {
  return () => startedAt + (Date.now() - startedAt) * speed;
}
