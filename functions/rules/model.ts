/**
 * The words of the rule language as types: what the parser yields, what is stored as JSON, what the
 * compiler takes, and what a decision is. `../../docs/rules.md` says what each means.
 */

/** Where a tag change goes: the notification's subject, or an object tied to it. */
export type OutcomeTarget =
  | 'subject'
  | 'conversation'
  | 'contact'
  | 'contacts'
  | 'company'
  | 'companies'
  | 'ticket';

export type TargetType = 'conversation' | 'contact' | 'company' | 'ticket';

export interface Target {
  type: TargetType;
  id: string;
}

/** A ruleset in its stored form: plain JSON, defaults filled in, `$names` kept as they were written. */
export interface Ruleset {
  version: 1;
  settings: Settings;
  /** Any-of lists by name, values as spelt. */
  lists: Record<string, string[]>;
  conditions: Record<string, Condition>;
  sources: Record<string, Source>;
  rules: Rule[];
}

export interface Settings {
  /** IANA name. */
  timezone: string;
  create_missing_tags: boolean;
  remove_only_own: boolean;
  /** Groups of tag names of which an object has at most one. */
  exclusive: string[][];
}

/** How a source's payload names the Intercom object that it is about. Values are templates over `payload`. */
export interface Source {
  subject: Partial<
    Record<TargetType, Partial<Record<'id' | 'external_id' | 'email' | 'company_id', string>>>
  >;
}

export type ScheduleOver = 'conversations' | 'contacts' | 'companies';

/** A topic, a glob or `source:<name>` as text, or a schedule. */
export type Trigger = string | { every: string; over: ScheduleOver } | { at: string; over: ScheduleOver };

export type Mode = 'live' | 'shadow' | 'off';

export interface Rule {
  id: string;
  description?: string;
  trigger: Trigger[];
  /** Absent: always. */
  when?: Condition;
  then: OutcomePart[];
  mode: Mode;
  priority: number;
  stop: boolean;
  once: boolean;
  keep: boolean;
  limit?: { per_hour: number };
  tests: RuleTest[];
}

/** Changes for one target, in file order. */
export interface OutcomePart {
  target: OutcomeTarget;
  add: TagSpec[];
  remove: TagSpec[];
}

/** A tag by name, by Intercom's id, or by a template with at least one `{{placeholder}}`. */
export type TagSpec = { name: string } | { id: string } | { template: string };

/** A map of several groups and fields is `{ all: [...] }` in file order; `- $vip` is `{ use: 'vip' }`. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { none: Condition[] }
  | { use: string }
  | FieldTest;

export type TextOperator = 'words' | 'contains' | 'starts_with' | 'ends_with' | 'matches';

export type Operator =
  | 'equals'
  | TextOperator
  | 'includes'
  | 'includes_all'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'before'
  | 'after'
  | 'within'
  | 'exists';

/** As written: text as spelt where text is meant, numbers and booleans where the field is one. `$name` is a list. */
export type Value = string | number | boolean;

/** One operator on one field. A map of several operators is an `all` of these, in file order. */
export interface FieldTest {
  field: string;
  operator: Operator;
  /** Any of (`includes_all`: all of). Empty for `within`. */
  values: Value[];
  /** `words` only: phrases whose occurrences do not count. */
  except?: string[];
  case?: 'exact';
  accents?: 'exact';
  within?: Within;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** As written, which is what a decision's `because` shows: one, or a list. */
export interface Within {
  days?: Weekday | Weekday[];
  /** `HH:MM-HH:MM`, end exclusive; an end before the start is past midnight. */
  hours?: string | string[];
}

export interface RuleTest {
  /** A text, facts by dotted name, or the file of a stored notification. */
  given: string | Record<string, unknown> | { notification: string };
  expect: OutcomePart[];
}

/** A notification as it came from Intercom, parsed from JSON and no more than that. Fields beyond these are kept. */
export interface Notification {
  id: string | null;
  topic: string;
  app_id?: string;
  /** Unix seconds. */
  created_at?: number;
  data?: { item?: Record<string, unknown> };
  /** `source:<name>` only: what was posted. */
  payload?: unknown;
  /** `source:<name>` only: the object that it is about, once that is found. */
  subject?: Target;
}

/** What `--facts` holds: objects as the API returns them, winning over the notification's. */
export interface GivenFacts {
  contact?: Record<string, unknown>;
  company?: Record<string, unknown>;
  conversation?: Record<string, unknown>;
  ticket?: Record<string, unknown>;
  payload?: unknown;
  /** Unix seconds. */
  now?: number;
  ledger?: { matched?: string[] };
}

/**
 * What is decided on. Beside Intercom's own notifications there are two that this service makes itself:
 * - `source:<name>`: the payload stands in `facts.payload` or in the notification's `payload`. The subject is the
 *   notification's `subject`, the one object in `facts` that has an `id`, or what the source's template says where that is an id; else `needs` holds `contact.id` (or the type's)
 *   as soon as something would change.
 * - `schedule:<rule id>`: one object of a scheduled run for that rule alone. `data.item` is the object as the search
 *   API returns it, `created_at` the tick.
 */
export interface DecisionInput {
  notification: Notification;
  facts?: GivenFacts;
  explain?: boolean;
}

/** What the rules say about one notification. Keys are in the order in which they are printed. */
export interface Decision {
  notification: { id: string | null; topic: string };
  subject: Target | null;
  matched: MatchedRule[];
  /** Only with `explain`. */
  missed?: MissedRule[];
  conflicts: Conflict[];
  changes: Change[];
  /** Field names on which the answer still depends, sorted. */
  needs: string[];
  /** Fields whose text was cut at 100,000 UTF-16 units. */
  cut?: string[];
}

export interface Because {
  field: string;
  operator: Operator;
  value: unknown;
  found: unknown;
  /** UTF-16 offsets into the field's own text; text operators only. */
  start?: number;
  end?: number;
}

export interface MatchedRule {
  rule: string;
  mode: 'live' | 'shadow';
  because: Because[];
  /** `shadow` only: what the rule would have changed. */
  would?: Change[];
}

export interface MissedRule {
  rule: string;
  field: string;
  operator: Operator;
  value: unknown;
  found: unknown;
}

export interface Conflict {
  tag: TagRef;
  target: Target;
  kept: { rule: string; op: 'add' | 'remove' };
  dropped: { rule: string; op: 'add' | 'remove' };
}

/** A tag as a decision names it: by name, or `{ id }` where the rule does and its name is not held. */
export type TagRef = string | { id: string };

export interface Change {
  target: Target;
  add: TagRef[];
  remove: TagRef[];
}

/** A change that a matched rule's template could not render. Not part of the decision: it goes to the log. */
export interface SkippedChange {
  rule: string;
  target: OutcomeTarget;
  op: 'add' | 'remove';
  /** The template as written. */
  tag: string;
  reason: 'missing' | 'not_a_value' | 'too_long';
}

/** Which rules ask for a change, the strongest first. Not part of the decision: brakes and limits go by it. */
export interface Origin {
  target: Target;
  op: 'add' | 'remove';
  /** As in the decision's change. */
  tag: TagRef;
  rules: string[];
  /** The tag's name comes out of a template. */
  template: boolean;
}

/** A tag that the rules want as the facts show it to be: no change, but older ones may still be on their way. */
export interface Satisfied extends Omit<Origin, 'template'> {
  /** Where the object carries it, and its facts say as which. */
  tagId?: string;
}

export type DiagnosticCode =
  | 'syntax'
  | 'schema'
  | 'unknown_field'
  | 'unknown_operator'
  | 'unknown_list'
  | 'unknown_condition'
  | 'unknown_topic'
  | 'unknown_source'
  | 'type_mismatch'
  | 'empty_value'
  | 'bad_regex'
  | 'bad_template'
  | 'duplicate_id'
  | 'unreachable_target'
  | 'test_failed'
  | 'conflict'
  | 'always_stopped'
  | 'idle_stop'
  | 'never_matches'
  | 'loop'
  | 'untested';

/** Keys are in the order in which they are printed. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  code: DiagnosticCode;
  /** The rule's id, or null outside rules. */
  rule: string | null;
  /** Where in the document, such as `rules[0].when.all[1]`. */
  path: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  /** What is wrong, where it stands, and how to mend it. */
  message: string;
}
