import { noRuleHour, type RuleHour } from '../../store/counters.ts';
import type { NotificationRecord, Operation, OperationOutcome } from '../../store/record.ts';

/** What of a rule's hour an operation's outcome counts for. */
const counted: Readonly<Record<OperationOutcome, keyof RuleHour>> = {
  tagged: 'tagged',
  untagged: 'untagged',
  already_tagged: 'unchanged',
  not_tagged: 'unchanged',
  superseded: 'gave_way',
  not_ours: 'gave_way',
  flip_limit: 'gave_way',
  capped: 'held_back',
  paused: 'held_back',
  withdrawn: 'gave_way',
  subject_gone: 'failed',
  tag_gone: 'failed',
  refused: 'failed',
};

export interface Tally {
  hits: number;
  rules: Map<string, RuleHour>;
}

/** What each rule did, by the records of the hour that a rule matched. */
export async function tallyHour(records: AsyncIterable<NotificationRecord>): Promise<Tally> {
  const tally: Tally = { hits: 0, rules: new Map() };
  for await (const record of records) {
    tally.hits += 1;
    countMatches(record, tally.rules);
    for (const operation of record.operations) countOperation(operation, tally.rules);
  }
  return tally;
}

function countMatches({ matched, ended }: NotificationRecord, rules: Tally['rules']): void {
  if (ended !== undefined) {
    hourOf(ended.rule, rules).ended += 1;
    return;
  }
  for (const { rule, mode } of matched) hourOf(rule, rules)[mode === 'live' ? 'matched' : 'shadow'] += 1;
}

function countOperation({ rules: asked, outcome }: Operation, rules: Tally['rules']): void {
  for (const rule of asked) hourOf(rule, rules)[counted[outcome]] += 1;
}

function hourOf(rule: string, rules: Tally['rules']): RuleHour {
  const known = rules.get(rule) ?? { ...noRuleHour };
  rules.set(rule, known);
  return known;
}
