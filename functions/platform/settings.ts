/**
 * The environment variables that the stack sets and the functions read. Names only: `infra` imports
 * this file and no other of the runtime, so it must stay free of imports.
 */
export const SETTINGS = {
  /** The one environment of `infra/environments.ts` that this stack is. */
  environment: 'TAGWRIGHT_ENV',
  /** Intercom's id of the workspace (`app_id`); a stack refuses every other one. */
  intercomAppId: 'INTERCOM_APP_ID',
  /** `us`, `eu` or `au`. */
  intercomRegion: 'INTERCOM_REGION',
  /** Instead of the region's own host: an emulator. Never set where the environment is protected. */
  intercomBaseUrl: 'INTERCOM_BASE_URL',
  queueUrl: 'QUEUE_URL',
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  tableName: 'TABLE_NAME',
  webhookSecretArn: 'WEBHOOK_SECRET_ARN',
  intercomSecretArn: 'INTERCOM_SECRET_ARN',
  /** How many instances of apply may run at once; each begins with its share of Intercom's rate window. */
  maximumConcurrency: 'MAXIMUM_CONCURRENCY',
  /** Days; 0 keeps no message text at all. */
  textRetentionDays: 'TEXT_RETENTION_DAYS',
  /** Days that a record lives. */
  logRetentionDays: 'LOG_RETENTION_DAYS',
  /** Changes that a rule without a `limit` of its own may make within an hour. */
  changesPerHour: 'CHANGES_PER_HOUR',
  /** Admin in whose name conversations and tickets are tagged; not set: the token's own. */
  intercomAdminId: 'INTERCOM_ADMIN_ID',
  /** `true`: every rule is decided and logged, and none is applied. */
  shadow: 'SHADOW',
} as const;
