import type { NotificationRecord, Operation } from '../../../functions/store/record.ts';
import type { DayRow } from './day-table.ts';

/** What a record says of its notification, for the table. Changes of other objects than the subject name them. */
export function recordRow(
  record: NotificationRecord,
  subject: { type: string; id: string } | null,
): Pick<DayRow, 'matched' | 'changes' | 'outcome' | 'milliseconds'> {
  const [here, others] = doneTo(record, subject);
  return {
    matched: record.matched.map(({ rule, because }) => ({ rule, words: wordsOf(because) })),
    changes: [...here.map(signed), ...others.map((each) => `${each.target.type} ${signed(each)}`)],
    outcome: record.status === 'failed' ? 'failed' : (record.outcome ?? record.status),
    milliseconds: record.ms ?? 0,
  };
}

/** The changes of the subject's tags, such as `+Refund`, that were made. */
export function subjectChanges(
  record: NotificationRecord,
  subject: { type: string; id: string } | null,
): string[] {
  return doneTo(record, subject)[0].map(signed);
}

function doneTo(
  { operations }: NotificationRecord,
  subject: { type: string; id: string } | null,
): [here: Operation[], others: Operation[]] {
  const done = operations.filter(({ outcome }) => outcome === 'tagged' || outcome === 'untagged');
  const isHere = ({ target }: Operation) => target.type === subject?.type && target.id === subject.id;
  return [done.filter(isHere), done.filter((each) => !isHere(each))];
}

/** The customer's words, or what else was found where no words decided. */
function wordsOf(because: NotificationRecord['matched'][number]['because']): string[] {
  const words = because.filter(({ start }) => start !== undefined);
  return (words.length > 0 ? words : because.slice(0, 1)).map(({ found }) => String(found));
}

function signed({ op, tag }: Operation): string {
  return `${op === 'add' ? '+' : '−'}${typeof tag === 'string' ? tag : `#${tag.id}`}`;
}
