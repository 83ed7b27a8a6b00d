import type { NotificationRecord } from '../../../functions/store/record.ts';
import type { RecordText } from '../../../functions/store/record-text.ts';
import type { RecordView } from './read-record-view.ts';

/** A record as it is stored, and in `text` what came with what was fetched, where that is kept. */
export type RecordJson = Omit<NotificationRecord, 'text'> & { text?: RecordText | null };

/** Without `text`: its bytes mean nothing to a reader of JSON. */
export function plainRecord({ text: _, ...record }: NotificationRecord): RecordJson {
  return record;
}

export function recordJson({
  record,
  text,
  superseded,
}: RecordView): RecordJson & Pick<RecordView, 'superseded'> {
  return { ...plainRecord(record), text, superseded };
}
