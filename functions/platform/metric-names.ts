/**
 * What the functions count and time, and what the stack's alarms and dashboard are made of. Names only:
 * `infra` imports this file, so it must stay free of imports.
 */
export const METRIC_NAMESPACE = 'Tagwright';

/** The one dimension. No rule, source or function is one: each series costs 0.30 US dollars a month. */
export const METRIC_DIMENSION = 'environment';

/** Each with what one of it is. */
export const METRICS = {
  /** receive put a message on the queue. */
  Accepted: 'count',
  /** receive answered 401. */
  Refused: 'count',
  /** A signed notification of another workspace. */
  ForeignApp: 'count',
  /** receive answered 413. */
  TooLarge: 'count',
  /** receive answered 503: SQS took no message. */
  SendFailed: 'count',
  /** Intercom told that the app was uninstalled. */
  Uninstalled: 'count',
  /** apply is through with a notification. */
  Recorded: 'count',
  /** Of these, those for which a rule matched. */
  Matched: 'count',
  /** Tag operations that were asked of Intercom. */
  Changes: 'count',
  /** Notifications that had been applied before. */
  Duplicates: 'count',
  /** Messages handed back uncounted. */
  Postponed: 'count',
  /** Genuine failures of a message. */
  Failures: 'count',
  /** Messages that apply gave to the dead-letter queue. */
  DeadLettered: 'count',
  /** The line was stopped. */
  Paused: 'count',
  /** What apply needed for one message. */
  ApplyTime: 'milliseconds',
} as const satisfies Record<string, 'count' | 'milliseconds'>;

export type MetricName = keyof typeof METRICS;
