import * as z from 'zod';
import type { NotificationRecord } from './record.ts';
import { subjectNamed } from './record-key.ts';
import { unpackJson } from './stored-json.ts';

/** What must be known of a record to erase it with all that stands about it. */
export type Erasable = Pick<
  NotificationRecord,
  'app_id' | 'identity' | 'subject' | 'people' | 'happened_at' | 'expires_at'
> & {
  matched: readonly Pick<NotificationRecord['matched'][number], 'rule'>[];
  changes: readonly Pick<NotificationRecord['changes'][number], 'target'>[];
};

const target = z.object({ type: z.enum(['conversation', 'contact', 'company', 'ticket']), id: z.string() });

const keySchema = z.object({ pk: z.string(), sk: z.string() });

const remains = z.object({
  subject: target.nullable().catch(null),
  people: z.array(z.string()).catch([]),
  happened_at: z.string().catch(''),
  expires_at: z.number().catch(0),
  matched: z.array(z.object({ rule: z.string() })).catch([]),
  changes: z.array(z.object({ target })).catch([]),
});

/** Of an item that is no record by the schema: each of these that it has still. */
export function remainsOf(item: unknown): Omit<Erasable, 'app_id' | 'identity'> {
  const flat = z.looseObject({ packed: z.unknown() }).parse(item);
  return remains.parse({ subject: subjectNamed(keySchema.parse(item)), ...unpacked(flat.packed), ...flat });
}

function unpacked(packed: unknown): object {
  try {
    return z.looseObject({}).parse(unpackJson(packed).value);
  } catch {
    return {};
  }
}
