import * as z from 'zod';

const target = z.object({ type: z.enum(['conversation', 'contact', 'company', 'ticket']), id: z.string() });

/** By name, or by Intercom's id where a rule names it so. */
const tag = z.union([z.string(), z.object({ id: z.string() })]);

const change = z.object({ target, add: z.array(tag), remove: z.array(tag) });

const because = z.object({
  field: z.string(),
  operator: z.string(),
  value: z.unknown(),
  found: z.unknown(),
  start: z.number().optional(),
  end: z.number().optional(),
});

const matched = z.object({
  rule: z.string(),
  mode: z.enum(['live', 'shadow']),
  because: z.array(because),
  would: z.array(change).optional(),
});

/** A change left out because its template could not be rendered, as the rule has it. */
const skipped = z.object({
  rule: z.string(),
  target: z.enum(['subject', 'conversation', 'contact', 'contacts', 'company', 'companies', 'ticket']),
  op: z.enum(['add', 'remove']),
  tag: z.string(),
  reason: z.enum(['missing', 'not_a_value', 'too_long', 'empty']),
});

/** A test that did not hold, and what stood there instead. */
const failedTest = z.object({
  field: z.string(),
  operator: z.string(),
  value: z.unknown(),
  found: z.unknown(),
});

const side = z.object({ rule: z.string(), op: z.enum(['add', 'remove']) });

/** What became of one tag on one object. */
const operationOutcomes = [
  'tagged',
  'already_tagged',
  'untagged',
  'not_tagged',
  'superseded',
  'not_ours',
  'flip_limit',
  'paused',
  'capped',
  'subject_gone',
  'tag_gone',
  'refused',
  'withdrawn',
] as const;

const operation = z.object({
  op: z.enum(['add', 'remove']),
  target,
  tag,
  tag_id: z.string().optional(),
  /** The rules that asked for it. */
  rules: z.array(z.string()),
  outcome: z.enum(operationOutcomes),
  /** Whether the tag is ours on this object now. */
  owner: z.enum(['ours', 'unknown']).optional(),
  /** HTTP status and Intercom's request id, where it answered with an error. */
  status: z.number().optional(),
  code: z.string().optional(),
  request_id: z.string().optional(),
  /** Milliseconds that it took. */
  ms: z.number(),
});

const satisfied = operation.pick({ op: true, target: true, tag: true, tag_id: true, rules: true });

/** Where only `rules` of `matched` cannot tell: which rules ask for a change, and whether a template names the tag. */
const origin = z.object({
  target,
  op: z.enum(['add', 'remove']),
  tag,
  rules: z.array(z.string()),
  template: z.boolean(),
});

/** What became of a notification as a whole. */
const recordOutcomes = [
  'tagged',
  'already_tagged',
  'no_match',
  'shadow',
  'echo',
  'subject_gone',
  'ambiguous_subject',
  'refused',
  'paused',
  'capped',
  'unparsed',
  'failed',
] as const;

/**
 * The record of one notification: claim, idempotency key and log in one item. `begun`: came again before it
 * had a decision; `claimed`: a worker executes its decision, or did until its lease ran out; `finished`:
 * done; `failed`: given up and dead-lettered.
 */
export const recordSchema = z.object({
  app_id: z.string(),
  /** Topic, subject and part, or the time: see `identityOf`. */
  identity: z.string(),
  status: z.enum(['begun', 'claimed', 'finished', 'failed']),
  notification_id: z.string().nullable(),
  topic: z.string(),
  subject: target.nullable(),
  source: z.enum(['webhook', 'catch_up', 'trigger', 'schedule']),
  /** ISO time of the notification, by Intercom's clock. */
  happened_at: z.string(),
  /** ISO time at which receive queued it. */
  received_at: z.string(),
  /** Newest wins: see `orderOf`. */
  order: z.string(),
  /** The published version that decided it. */
  ruleset_version: z.number().optional(),
  matched: z.array(matched).default([]),
  conflicts: z.array(z.object({ tag, target, kept: side, dropped: side })).default([]),
  changes: z.array(change).default([]),
  /** What the rules want and the facts showed as done: it has intents, and no calls. */
  satisfied: z.array(satisfied).optional(),
  origins: z.array(origin).optional(),
  skipped: z.array(skipped).optional(),
  /** `keep` took the rule's tags away: the test that no longer holds, where one alone tells. */
  ended: z.object({ rule: z.string(), test: failedTest.nullable() }).optional(),
  cut: z.array(z.string()).optional(),
  /** Explanations were cut for the item's size. */
  truncated: z.boolean().optional(),
  /** Ids of the contacts that stand in the notification or in what was fetched. */
  people: z.array(z.string()).optional(),
  /** Objects fetched for the decision, as `contact:<id>`. */
  fetched: z.array(z.string()).default([]),
  /** Targets, as `contact:<id>`, of which the facts named every tag: what is added there was absent, and is ours. */
  tags_known: z.array(z.string()).default([]),
  operations: z.array(operation).default([]),
  outcome: z.enum(recordOutcomes).optional(),
  /** Its changes count towards their rules' limits, those apart that are held back. */
  counted: z.boolean().optional(),
  /** Genuine failures so far, crashes included; what was only postponed is none. */
  attempts: z.number().default(0),
  /** The newest redrive that it was taken up by: failures are counted anew from there. */
  redrive: z.number().optional(),
  /** Class and message of the last failure. */
  error: z.string().optional(),
  /** Unix ms; 0 where the holder gave it back. */
  lease_until: z.number().optional(),
  lease_holder: z.string().optional(),
  finished_at: z.string().optional(),
  /** Milliseconds of our own work. */
  ms: z.number().optional(),
  /** Calls to Intercom, those of failed attempts included; a schedule's are in its run. */
  calls: z.number().optional(),
  /** The notification as it was posted, on a miss only; a hit has an item of its own. */
  text: z.string().optional(),
  /** Unix seconds. */
  expires_at: z.number(),
});

export type NotificationRecord = z.infer<typeof recordSchema>;
export type Operation = z.infer<typeof operation>;
export type SatisfiedTag = z.infer<typeof satisfied>;
/** Not carried out, and waiting for a person: the rule was paused, or had used up its limit. */
export const heldOutcomes: ReadonlySet<OperationOutcome> = new Set(['paused', 'capped']);
export type OperationOutcome = Operation['outcome'];
export type RecordOutcome = NonNullable<NotificationRecord['outcome']>;
