/**
 * What the functions count and time, and what the stack's alarms and dashboard are made of. Names only:
 * `infra` imports this file, so it must stay free of imports.
 */
export const METRIC_NAMESPACE = 'Tagwright';

/** The one dimension. No rule, source or function is one: each series costs 0.30 US dollars a month. */
export const METRIC_DIMENSION = 'environment';

/** Each with what one of it is. */
export const METRICS = {
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
  /** Notifications for which a rule matched, of those that apply is through with (`ApplyTime`). */
  Matched: 'count',
  /** Tag operations that were asked of Intercom. */
  Changes: 'count',
  /** Notifications that had been applied before. */
  Duplicates: 'count',
  /** Messages handed back uncounted. */
  Postponed: 'count',
  /** Of these, those for which Intercom's rate window was used up. */
  RateLimited: 'count',
  /** Genuine failures of a message. */
  Failures: 'count',
  /** Messages that apply gave to the dead-letter queue. */
  DeadLettered: 'count',
  /** The line was stopped. */
  Paused: 'count',
  /** Changes that a limit withheld. */
  Capped: 'count',
  /** The current ruleset could not be read, or there is none: apply goes on by the one before, or postpones. */
  RulesetUnreadable: 'count',
  /** Runs of sync that came to their end or to their resume point. */
  Synced: 'count',
  /** Updates of conversations that catch-up found and no webhook had reported. */
  Unreported: 'count',
  /** 1 at each run of sync that found, as the one before it, that webhooks do not arrive; else 0. */
  WebhooksBroken: 'count',
  /** Rules that are unhealthy, as each run of sync counts them. */
  UnhealthyRules: 'count',
  /** What apply needed for a notification that it is through with; how many there are, its sample count says. */
  ApplyTime: 'milliseconds',
  /** Steps of a run that failed. */
  SyncFailures: 'count',
  /** Rules that name a tag which was renamed or deleted, at each run of the sync. */
  StaleTagRules: 'count',
} as const satisfies Record<string, 'count' | 'milliseconds'>;

export type MetricName = keyof typeof METRICS;
