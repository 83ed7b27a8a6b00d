import { extractFacts } from '../../../functions/rules/facts/extract-facts.ts';
import { readFact } from '../../../functions/rules/facts/read-fact.ts';
import { parseNotification } from '../../../functions/rules/parse-notification.ts';
import type { NotificationRecord } from '../../../functions/store/record.ts';
import type { RecordText } from '../../../functions/store/record-text.ts';

/** Reads a field's text from what came and what was fetched, as the decision read it; undefined where it has none. */
export function textReader(
  { subject }: NotificationRecord,
  text: RecordText,
): (field: string) => string | undefined {
  const notification = parseNotification(new TextEncoder().encode(text.notification));
  if (notification === undefined) return () => undefined;
  const known = extractFacts({ notification, facts: text.facts }, subject?.type ?? null, subject);
  return (field) => {
    const value = readFact(known, field);
    return typeof value === 'string' ? value : undefined;
  };
}
