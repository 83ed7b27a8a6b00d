import type { NotificationRecord } from './record.ts';

/** Of JSON, however small it becomes: what is read must fit into memory, and what is packed into an item of 400 KB. */
const maxBytes = 350 * 1024;
const maxExplanations = 50;

/**
 * The record within the table's limit, its text aside: explanations capped at 50 entries a rule, then left out.
 * `truncated` says that something is missing. Never cut: the decision's changes.
 */
export function fitRecord(record: NotificationRecord): NotificationRecord {
  if (sizeOf(record) <= maxBytes) return record;
  const steps: ((record: NotificationRecord) => NotificationRecord)[] = [
    (each) => withExplanations(each, maxExplanations),
    (each) => withExplanations(each, 0),
    (each) => ({ ...each, conflicts: [] }),
    (each) => ({ ...each, matched: each.matched.map((rule) => ({ ...rule, would: undefined })) }),
    (each) => ({ ...each, matched: each.matched.slice(0, 1_000) }),
  ];
  let fitting: NotificationRecord = { ...record, truncated: true };
  for (const step of steps) {
    fitting = step(fitting);
    if (sizeOf(fitting) <= maxBytes) break;
  }
  return fitting;
}

function withExplanations(record: NotificationRecord, count: number): NotificationRecord {
  return {
    ...record,
    matched: record.matched.map((each) => ({ ...each, because: each.because.slice(0, count) })),
  };
}

function sizeOf({ text: _, ...rest }: NotificationRecord): number {
  return Buffer.byteLength(JSON.stringify(rest));
}
