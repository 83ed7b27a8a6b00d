import type { OperationOutcome, RecordOutcome } from '../../../functions/store/record.ts';

/** What became of a notification, in a few words; docs/operations.md says what to do about each. */
export const RECORD_OUTCOMES: Record<RecordOutcome, string> = {
  tagged: 'at least one tag was changed',
  already_tagged: 'rules matched, and nothing had to be changed',
  no_match: 'no rule matched',
  shadow: 'only rules in shadow matched: nothing is applied',
  echo: "Intercom's report of our own change: it triggers no rule",
  subject_gone: 'the object no longer exists in Intercom',
  ambiguous_subject: 'several objects have the key that the source names',
  refused: 'Intercom refuses it for good',
  paused: 'all of its changes are held back: the rule is paused',
  capped: 'all of its changes are held back, until a person releases them',
  unparsed: 'signed, but no notification that we know',
  failed: 'given up after five failures: see the dead letters',
};

/** What became of one tag on one object. */
export const OPERATION_OUTCOMES: Record<OperationOutcome, string> = {
  tagged: 'added',
  already_tagged: 'was there already',
  untagged: 'removed',
  not_tagged: 'was not there',
  superseded: 'a newer notification wants otherwise',
  not_ours: 'not removed: somebody else added it',
  flip_limit: 'not changed: it changed six times within the hour',
  paused: 'held back: the rule is paused',
  capped: "held back: beyond the rule's limit",
  subject_gone: 'not changed: the object no longer exists',
  tag_gone: 'not changed: there is no such tag',
  refused: 'Intercom refuses it',
  withdrawn: 'held back before, and no longer asked for by the rules',
};
