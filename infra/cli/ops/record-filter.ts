import type { Command } from 'commander';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { OpsError } from './ops-error.ts';
import { RECORD_OUTCOMES } from './outcomes.ts';
import { parseObject } from './parse-object.ts';

export interface FilterOptions {
  rule?: string;
  outcome?: string;
  topic?: string;
  about?: string;
  matched?: true;
}

export function addFilterOptions(command: Command): Command {
  return command
    .option('--matched', 'only what a rule matched')
    .option('--rule <id>', 'only what this rule matched')
    .option('--outcome <name>', 'only with this outcome, such as failed')
    .option('--topic <topic>', 'only of this topic; conversation.* is a beginning')
    .option('--about <object>', 'only about this object, such as contact:6762f1');
}

/** All of them have to hold. @throws OpsError where nothing could ever meet one of them */
export function recordFilter({
  rule,
  outcome,
  topic,
  about,
  matched,
}: FilterOptions): (record: NotificationRecord) => boolean {
  const object = about === undefined ? undefined : parseObject(about);
  const wanted = outcome === undefined ? undefined : knownOutcome(outcome);
  const isTopic = topicTest(topic);
  return (record) =>
    isTopic(record.topic) &&
    (matched === undefined || record.matched.length > 0) &&
    (rule === undefined || record.matched.some((each) => each.rule === rule)) &&
    (wanted === undefined || wanted === (record.outcome ?? record.status)) &&
    (object === undefined || (record.subject?.type === object.type && record.subject.id === object.id));
}

/** As a record has it, or as the lists print it. */
function knownOutcome(text: string): string {
  const outcome = text.trim().replaceAll(' ', '_');
  if (Object.hasOwn(RECORD_OUTCOMES, outcome)) return outcome;
  const known = Object.keys(RECORD_OUTCOMES);
  throw new OpsError(`There is no outcome "${text}": --outcome takes one of ${known.join(', ')}.`);
}

function topicTest(wanted: string | undefined): (topic: string) => boolean {
  if (wanted === undefined) return () => true;
  return wanted.endsWith('*')
    ? (topic) => topic.startsWith(wanted.slice(0, -1))
    : (topic) => topic === wanted;
}
