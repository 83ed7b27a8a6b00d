import { type Terminal, wrap } from '../../terminal.ts';
import { shownMoment } from '../shown-time.ts';
import { type DeadLetter, redrivesOf } from './dead-letter.ts';

/** A dead letter in a list: since when, what it is, why, and by which id it can be named. */
export function deadLetterLines(letter: DeadLetter, terminal: Terminal): string[] {
  const { message, content, record, reason } = letter;
  const redrives = redrivesOf(message);
  const counts = [
    ...(record === null ? [] : [`failed ${times(record.attempts)}`]),
    ...(redrives === 0 ? [] : [`redriven ${times(redrives)} before`]),
  ];
  return [
    `${shownMoment(new Date(message.sentAt).toISOString())}  ${terminal.style('bold', message.messageId)}`,
    `  ${content?.identity ?? `of the group ${message.groupId}`}`,
    ...wrap(reason, terminal.width - 2).map((line) => `  ${terminal.style('red', line)}`),
    ...(counts.length === 0 ? [] : [`  ${terminal.style('dim', counts.join(', '))}`]),
  ];
}

export function deadLetterJson({ message, content, record, reason }: DeadLetter) {
  return {
    message_id: message.messageId,
    group: message.groupId,
    kind: message.attributes?.['kind'] ?? 'notification',
    dead_since: new Date(message.sentAt).toISOString(),
    redrives: redrivesOf(message),
    reason,
    record: content?.identity ?? null,
    topic: content?.topic ?? null,
    notification_id: content?.notification?.id ?? null,
    status: record?.status ?? null,
    attempts: record?.attempts ?? null,
  };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
