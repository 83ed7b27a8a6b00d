import type { Log, LogFields } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { QueueMessage } from '../platform/queue.ts';
import type { Brakes } from '../store/brakes.ts';
import type { EraseStore } from '../store/erase-records.ts';
import type { Erasures } from '../store/erasures.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Limits } from '../store/limits.ts';
import type { RecordStore } from '../store/records.ts';
import type { RulesetSource } from './ruleset-source.ts';
import type { TaggingPort } from './tagging-port.ts';

/** What apply works with; the handler and the local stack compose it from the same parts. */
export interface ApplyDeps {
  appId: string;
  /** Names this worker in leases. */
  worker: string;
  rulesets: RulesetSource;
  records: RecordStore;
  ledger: Ledger;
  brakes: Brakes;
  limits: Limits;
  erasures: Erasures;
  eraseStore: EraseStore;
  intercom: TaggingPort;
  /** Ids of a contact's conversations, at most 150. */
  conversationsOf: (contactId: string) => Promise<string[]>;
  queue: ApplyQueue;
  log: Log;
  metrics: Metrics;
  /** Unix milliseconds. */
  now: () => number;
  /** In [0, 1): jitter. */
  random: () => number;
  /** Days; 0 keeps no text. */
  textDays: number;
  recordDays: number;
  /** Of each rule that says nothing of its own (`limit`); more are recorded as `capped`. */
  changesPerHour: number;
  /** Tags made from templates, whose text customers may write. */
  templateTagsPerDay: number;
}

/** What apply does to its queue besides what its batch response says. */
export interface ApplyQueue {
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
  /** Sends a message on under another group. */
  send(message: QueueMessage): Promise<void>;
  sendToDeadLetter(message: QueueMessage): Promise<void>;
}

/** A message as it came from the queue. */
export interface Delivery {
  messageId: string;
  receiptHandle: string;
  groupId: string;
  kind: string;
  body: string;
  attributes: Record<string, string>;
  /** From 1. */
  receiveCount: number;
  /** Unix ms at which receive queued it. */
  sentAt: number;
}

/** `suspect`: its worker died before. Nothing is done yet, as it is to be applied when nothing else is under way. */
export type Verdict = FinalVerdict | { kind: 'suspect'; about?: LogFields };

/** What becomes of a message; `about` is what the log says of it beside. */
export type FinalVerdict = (
  | { kind: 'done'; outcome: string }
  /** Back to the queue, and the rest of its group with it, for so long. */
  | { kind: 'postpone'; seconds: number; reason: string }
) & { about?: LogFields };
