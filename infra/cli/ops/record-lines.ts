import type { NotificationRecord, Operation } from '../../../functions/store/record.ts';
import { changeLines, conflictLines, reasonLines, shownTag } from '../reason-lines.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { cameLines } from './came-lines.ts';
import { OPERATION_OUTCOMES, RECORD_OUTCOMES } from './outcomes.ts';
import type { RecordView, Superseding } from './read-record-view.ts';
import { shownMoment, shownSpan } from './shown-time.ts';
import { textReader } from './text-reader.ts';

/** A record for people: what came, what was decided and why, what Intercom answered, what came after it. */
export function recordLines(view: RecordView, terminal: Terminal): string[] {
  const { record, text } = view;
  const about =
    record.subject === null ? 'nothing that can be tagged' : `${record.subject.type} ${record.subject.id}`;
  const lines = [
    `${terminal.style('bold', record.topic)} about ${about}`,
    outcomeOf(record, terminal),
    '',
    ...facts(record).flatMap(([name, value]) => factLines(name, value, terminal)),
    ...operationLines(view, terminal),
    ...reasonLines(record.matched, text === null ? () => undefined : textReader(record, text), terminal),
    ...conflictLines(record.conflicts).flatMap((line) => wrap(line, terminal.width)),
  ];
  for (const { rule, op, tag, reason } of record.skipped ?? []) {
    const what = `${op === 'add' ? '+' : '-'} ${tag} of ${rule} was left out: its template is ${reasonOf(reason)}.`;
    lines.push('', ...wrap(what, terminal.width));
  }
  if (record.cut !== undefined) lines.push('', `Cut at 100,000 characters: ${record.cut.join(', ')}.`);
  if (record.truncated === true) lines.push('', "Explanations were cut: the record is at the table's limit.");
  if (record.ended !== undefined) lines.push('', ...endedLines(record.ended, terminal));
  return [...lines, ...cameLines(view, terminal)];
}

function endedLines({ rule, test }: NonNullable<NotificationRecord['ended']>, terminal: Terminal): string[] {
  const because =
    test === null
      ? ''
      : `: ${test.field} ${test.operator} ${JSON.stringify(test.value)} failed, there stood ${JSON.stringify(test.found ?? null)}`;
  return wrap(`"keep" of ${rule}: it holds no longer${because}.`, terminal.width);
}

function outcomeOf(record: NotificationRecord, terminal: Terminal): string {
  const { status, outcome, matched, operations } = record;
  if (status === 'failed') return terminal.style('red', `failed: ${RECORD_OUTCOMES.failed}`);
  if (outcome === undefined || status !== 'finished') {
    return terminal.style('yellow', `${status}: a worker has it in hand, or it comes again`);
  }
  const changed = operations.some((each) => each.outcome === 'tagged' || each.outcome === 'untagged');
  const style = changed ? 'green' : matched.length === 0 ? 'dim' : 'yellow';
  return terminal.style(style, `${outcome.replaceAll('_', ' ')}: ${RECORD_OUTCOMES[outcome]}`);
}

const sources = {
  webhook: 'by webhook',
  catch_up: 'by catch-up, as no webhook told of it',
  trigger: "by another system's webhook",
  schedule: 'by its schedule',
};

function facts(record: NotificationRecord): [name: string, value: string][] {
  const after = (iso: string) => shownSpan(Date.parse(iso) - Date.parse(record.happened_at));
  const { finished_at, ms, calls, ruleset_version, attempts, error, fetched, notification_id } = record;
  const isScheduled = record.source === 'schedule';
  return [
    [isScheduled ? 'seen' : 'happened', `${shownMoment(record.happened_at)} UTC, by Intercom's clock`],
    isScheduled
      ? ['tick', `${shownMoment(record.received_at)} UTC, ${sources.schedule}`]
      : ['received', `${after(record.received_at)} later, ${sources[record.source]}`],
    ...one(finished_at !== undefined, 'done', `${after(finished_at ?? '')} later, ${ms ?? 0} ms of work`),
    ...one(calls !== undefined, 'calls', `${calls} to Intercom`),
    ...one(ruleset_version !== undefined, 'ruleset', `version ${ruleset_version}`),
    ...one(attempts > 0, 'failures', `${attempts}${error === undefined ? '' : `, the last: ${error}`}`),
    ...one(fetched.length > 0, 'fetched', fetched.join(', ')),
    ...one(notification_id !== null && !isScheduled, 'notification', notification_id ?? ''),
    ['record', record.identity],
  ];
}

function factLines(name: string, value: string, terminal: Terminal): string[] {
  const [first = '', ...rest] = wrap(value, terminal.width - 16);
  const label = terminal.style('dim', name.padEnd(14));
  return [`  ${label}${first}`, ...rest.map((line) => `${' '.repeat(16)}${line}`)];
}

function one(isThere: boolean, name: string, value: string): [string, string][] {
  return isThere ? [[name, value]] : [];
}

function operationLines({ record, superseded }: RecordView, terminal: Terminal): string[] {
  const done = record.operations.flatMap((operation) => [
    '',
    ...operationLine(operation, terminal),
    ...superseded
      .filter((each) => isSame(each, operation))
      .flatMap((each) => ['  by now:', ...laterLines(each)].map((line) => `  ${line}`)),
  ]);
  return [...done, ...undoneLines(record, terminal)];
}

/** Of a record that is not finished: what is decided and has no outcome. */
function undoneLines({ status, operations, changes }: NotificationRecord, terminal: Terminal): string[] {
  if (status === 'finished') return [];
  const settled = new Set(operations.map(({ target, op, tag }) => changeKey(target, op, tag)));
  const left = changes.map(({ target, add, remove }) => ({
    target,
    add: add.filter((tag) => !settled.has(changeKey(target, 'add', tag))),
    remove: remove.filter((tag) => !settled.has(changeKey(target, 'remove', tag))),
  }));
  const state = status === 'failed' ? 'not carried out' : 'not carried out yet';
  return left.flatMap((change) => changeLines(change, terminal).flatMap((line) => ['', line, `  ${state}`]));
}

function changeKey(target: Operation['target'], op: Operation['op'], tag: Operation['tag']): string {
  return JSON.stringify([target.type, target.id, op, tag]);
}

function operationLine(operation: Operation, terminal: Terminal): string[] {
  const { op, target, tag, rules, outcome, status, code, request_id, ms, owner } = operation;
  const change = op === 'add' ? `+ ${shownTag(tag)}` : `- ${shownTag(tag)}`;
  const done = outcome === 'tagged' || outcome === 'untagged';
  const style = done ? (op === 'add' ? 'green' : 'red') : 'yellow';
  const answer = [
    `${OPERATION_OUTCOMES[outcome]} (${outcome})`,
    ...(status === undefined ? [] : [`HTTP ${status} ${code ?? ''}`.trim()]),
    ...(request_id === undefined ? [] : [`request ${request_id}`]),
    ...(owner === undefined || outcome !== 'tagged'
      ? []
      : [owner === 'ours' ? 'the tag is ours' : 'whose tag it is, is unknown']),
    `${ms} ms`,
  ];
  return [
    `${terminal.style(style, change)}  ${op === 'add' ? 'on' : 'from'} ${target.type} ${target.id}`,
    ...wrap(`by ${rules.join(', ')}: ${answer.join(', ')}`, terminal.width - 2).map((line) => `  ${line}`),
  ];
}

function laterLines({ tag, by }: Superseding): string[] {
  const rules = by.rules.length === 0 ? '' : ` by ${by.rules.join(', ')}`;
  if (by.op === 'hold') return [`  ${shownTag(tag)} is left as it is${rules}, see ${by.record}`];
  return [`  ${by.op === 'add' ? '+' : '-'} ${shownTag(tag)}${rules}, see`, `  ${by.record}`];
}

function isSame(superseding: Superseding, { target, tag }: Operation): boolean {
  return (
    superseding.target.type === target.type &&
    superseding.target.id === target.id &&
    JSON.stringify(superseding.tag) === JSON.stringify(tag)
  );
}

function reasonOf(reason: 'missing' | 'not_a_value' | 'too_long' | 'empty'): string {
  const reasons = {
    missing: 'about something that this object does not have',
    not_a_value: 'about something that is no text and no number',
    too_long: 'longer than a tag name may be',
    empty: 'empty',
  };
  return reasons[reason];
}
