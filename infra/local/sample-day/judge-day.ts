import { htmlToText } from '../../../functions/rules/text/html-to-text.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import type { DayRow } from './day-table.ts';
import { type ExpectedTags, expectedTags } from './expected-tags.ts';
import type { PlayedDay, PlayedMessage } from './play-day.ts';
import { recordRow, subjectChanges } from './record-row.ts';
import type { SampleDay } from './sample-day.ts';

/** Holds what the records and the workspace say against what the samples say by hand. One row for each message. */
export function judgeDay(
  day: SampleDay,
  played: PlayedDay,
  records: readonly NotificationRecord[],
  standing: ExpectedTags,
): DayRow[] {
  const expected = expectedTags(day);
  const rows = new Map<PlayedMessage, DayRow>();
  for (const message of played.messages) {
    const record = records.find((each) => carries(each, message));
    rows.set(message, record ? judgedRow(day, message, record) : unrecordedRow(day, message));
  }
  for (const [message, wrong] of [
    ...strayTags(expected.conversations, standing.conversations, played, conversationOf),
    ...strayTags(expected.contacts, standing.contacts, played, contactOf),
  ]) {
    rows.get(message)?.wrong.push(wrong);
  }
  return [...rows.values()];
}

function carries(record: NotificationRecord, { topic, subject, partId }: PlayedMessage): boolean {
  if (record.topic !== topic || record.subject?.id !== subject.id) return false;
  return partId === undefined || record.identity.endsWith(`/part:${partId}`);
}

function judgedRow(day: SampleDay, message: PlayedMessage, record: NotificationRecord): DayRow {
  const { sample, subject } = message;
  const wanted = [
    ...('contact' in sample ? sample.contact_tags : sample.tags).map((tag) => `+${tag}`),
    ...('contact' in sample ? [] : sample.untags).map((tag) => `−${tag}`),
  ];
  const got = subjectChanges(record, subject);
  return {
    who: speakerOf(day, message),
    said: textOf(message),
    ...recordRow(record, subject),
    wrong: [
      ...wanted.filter((change) => !got.includes(change)).map((change) => `${change} was expected`),
      ...got.filter((change) => !wanted.includes(change)).map((change) => `${change} was not expected`),
    ],
  };
}

function unrecordedRow(day: SampleDay, message: PlayedMessage): DayRow {
  return {
    who: speakerOf(day, message),
    said: textOf(message),
    matched: [],
    changes: [],
    outcome: 'no_record',
    milliseconds: 0,
    wrong: ['its notification left no record'],
  };
}

/** What stands at the end beside what should, told on the last message of the conversation or person. */
function strayTags(
  expected: ReadonlyMap<string, ReadonlySet<string>>,
  standing: ReadonlyMap<string, ReadonlySet<string>>,
  played: PlayedDay,
  keyOf: (message: PlayedMessage) => string | undefined,
): [PlayedMessage, string][] {
  return [...expected].flatMap(([key, tags]) => {
    const stand = standing.get(key) ?? new Set<string>();
    const last = played.messages.findLast((message) => keyOf(message) === key);
    if (!last || (stand.size === tags.size && [...tags].every((tag) => stand.has(tag)))) return [];
    const kind = played.conversations.has(key) ? 'conversation' : 'person';
    return [
      [last, `the ${kind} ends with ${list(stand)}, not with ${list(tags)}`] as [PlayedMessage, string],
    ];
  });
}

function list(tags: ReadonlySet<string>): string {
  return tags.size === 0 ? 'no tag' : [...tags].join(', ');
}

function conversationOf({ sample }: PlayedMessage): string | undefined {
  if ('contact' in sample) return undefined;
  return 'reply' in sample ? sample.reply : sample.conversation;
}

function contactOf({ sample }: PlayedMessage): string | undefined {
  if ('contact' in sample) return sample.contact.key;
  return 'from' in sample ? sample.from : undefined;
}

function speakerOf({ customers }: SampleDay, { sample }: PlayedMessage): string {
  if ('contact' in sample) return firstName(sample.contact.name);
  return 'from' in sample ? firstName(customers[sample.from]?.name ?? sample.from) : 'team';
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

function textOf({ sample }: PlayedMessage): string {
  if ('contact' in sample) return `(new ${sample.contact.role}) ${sample.contact.email}`;
  return htmlToText(sample.says) || '(a picture, no words)';
}
