import { createLedger } from '../../../functions/store/ledger.ts';
import type { NotificationRecord, Operation } from '../../../functions/store/record.ts';
import { createRecordQueries } from '../../../functions/store/record-queries.ts';
import type { RecordText } from '../../../functions/store/record-text.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';

/** A record with what belongs to it. */
export interface RecordView {
  record: NotificationRecord;
  /** What came; null where it was not kept, or no longer is. */
  text: RecordText | null;
  /** Of the record's own changes, those about which a newer notification wanted otherwise. */
  superseded: Superseding[];
}

/** The newest intent for a tag on an object, where it is another record's. */
export interface Superseding {
  target: Operation['target'];
  tag: Operation['tag'];
  by: { record: string; op: 'add' | 'remove' | 'hold'; rules: string[] };
}

export async function readRecordView(
  { dynamo, tableName, table, now }: OpenedEnvironment,
  record: NotificationRecord,
): Promise<RecordView> {
  const text = await createRecordQueries(dynamo, tableName, now).text(record);
  const ledger = createLedger(table);
  const byTarget = Map.groupBy(record.operations, ({ target }) => `${target.type}:${target.id}`);
  const superseded: Superseding[] = [];
  for (const operations of byTarget.values()) {
    const [first] = operations;
    if (first === undefined) continue;
    const view = await ledger.read(first.target);
    for (const { target, tag, tag_id, op, outcome } of operations) {
      const intent = tag_id === undefined ? null : (view.get(tag_id)?.intent ?? null);
      if (intent === null || intent.record === record.identity) continue;
      // One that wants the same leaves this one's work as it is.
      if (intent.op === op && outcome !== 'superseded') continue;
      superseded.push({ target, tag, by: { record: intent.record, op: intent.op, rules: intent.rules } });
    }
  }
  return { record, text, superseded };
}
