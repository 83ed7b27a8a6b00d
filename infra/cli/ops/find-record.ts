import type { NotificationRecord } from '../../../functions/store/record.ts';
import { createRecordQueries } from '../../../functions/store/record-queries.ts';
import { createRecordStore } from '../../../functions/store/records.ts';
import { createLeftOut } from './left-out.ts';
import type { Session } from './session.ts';

/**
 * A record by its identity as the lists print it, or by Intercom's id of the notification. That one is no key:
 * everything since `since` is read for it, the newest first.
 */
export async function findRecord(
  session: Session,
  id: string,
  since: string,
): Promise<NotificationRecord | null> {
  const { environment, progress, signal } = session;
  const leftOut = createLeftOut(session);
  const { dynamo, tableName, table, appId, now } = environment;
  const known = await createRecordStore(table).read(appId, id);
  if (known !== null) return known;
  if (id.includes('/')) return null;

  const bar = progress('Looking for the notification: records read');
  try {
    let read = 0;
    const to = new Date(now() + 60_000).toISOString();
    const queries = createRecordQueries(dynamo, tableName, now);
    for await (const record of queries.byDay({
      from: since,
      to,
      newestFirst: true,
      onUnreadable: leftOut.onUnreadable,
    })) {
      if (record.notification_id === id) return record;
      read += 1;
      bar.update(read);
      if (signal.aborted) break;
    }
    return null;
  } finally {
    bar.stop();
    leftOut.tell();
  }
}
