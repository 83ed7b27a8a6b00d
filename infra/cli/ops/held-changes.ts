import { isHeldFor, releaseMessage } from '../../../functions/apply/release-order.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import { createRecordQueries } from '../../../functions/store/record-queries.ts';
import { counted } from '../counted.ts';
import { createLeftOut } from './left-out.ts';
import type { Session } from './session.ts';

/** Records that hold changes of a rule back, oldest first, and how many changes of each kind. */
export interface HeldChanges {
  records: Pick<NotificationRecord, 'app_id' | 'identity' | 'subject'>[];
  capped: number;
  paused: number;
  /** How often by what is to be done, such as `add Refund`, the most frequent first. */
  changes: [what: string, count: number][];
}

/** Every record that the rule matched since then (ISO time, of the notification) is read for it. `only`: of one kind. */
export async function findHeldChanges(
  session: Session,
  rule: string,
  from: string,
  only?: 'paused',
): Promise<HeldChanges> {
  const { environment, progress, signal } = session;
  const { dynamo, tableName, now } = environment;
  const leftOut = createLeftOut(session);
  const range = { from, onUnreadable: leftOut.onUnreadable };
  const found: HeldChanges = { records: [], capped: 0, paused: 0, changes: [] };
  const counts = new Map<string, number>();
  const bar = progress(`Looking at what ${rule} matched: records read`);
  try {
    let read = 0;
    for await (const record of createRecordQueries(dynamo, tableName, now).byRule(rule, range)) {
      read += 1;
      bar.update(read);
      signal.throwIfAborted();
      const held = record.operations.filter(
        (each) => isHeldFor(rule, each) && (only === undefined || each.outcome === only),
      );
      for (const { op, tag, outcome } of held) {
        const what = `${op} ${typeof tag === 'string' ? tag : `#${tag.id}`}`;
        counts.set(what, (counts.get(what) ?? 0) + 1);
        if (outcome === 'capped') found.capped += 1;
        else found.paused += 1;
      }
      const { app_id, identity, subject } = record;
      if (held.length > 0 && record.status === 'finished') found.records.push({ app_id, identity, subject });
    }
  } finally {
    bar.stop();
  }
  leftOut.tell();
  return { ...found, changes: [...counts].toSorted((a, b) => b[1] - a[1]) };
}

/** Subjects whose orders are sent side by side. */
const atOnce = 10;

/**
 * Puts the orders on the queue, those of one subject in order. Ended midway, it can be begun again: what is done by
 * then holds nothing back.
 */
export async function orderRelease(
  { environment, progress, signal }: Session,
  { records }: HeldChanges,
  order: { rule: string; as_decided: boolean },
): Promise<number> {
  const run = String(environment.now());
  const bar = progress('Ordering', records.length);
  let sent = 0;
  const sendAll = async (ofSubject: HeldChanges['records']) => {
    for (const record of ofSubject) {
      if (signal.aborted) return;
      await environment.queue.send(releaseMessage(record, order, run));
      sent += 1;
      bar.update(sent);
    }
  };
  const subjects = [...Map.groupBy(records, ({ subject }) => `${subject?.type}:${subject?.id}`).values()];
  try {
    for (let begun = 0; begun < subjects.length; begun += atOnce) {
      await Promise.all(subjects.slice(begun, begun + atOnce).map(sendAll));
    }
  } finally {
    bar.stop();
  }
  return sent;
}

/** What is held, as lines for people. */
export function heldLines({ records, changes, capped, paused }: HeldChanges): string[] {
  const kinds = [capped > 0 ? `${capped} capped` : '', paused > 0 ? `${paused} paused` : ''].filter(Boolean);
  return [
    `${counted(capped + paused, 'change')} in ${counted(records.length, 'record')} ${capped + paused === 1 ? 'waits' : 'wait'} (${kinds.join(', ')}):`,
    ...changes.slice(0, 10).map(([what, count]) => `  ${String(count).padStart(6)}  ${what}`),
    ...(changes.length > 10 ? [`          and ${changes.length - 10} more`] : []),
  ];
}
