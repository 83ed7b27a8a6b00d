import * as z from 'zod';
import { parseJson } from '../platform/parse-json.ts';
import type { Notification } from '../rules/model.ts';

const schema = z.looseObject({
  id: z.string().nullable(),
  topic: z.string(),
  app_id: z.string(),
  created_at: z.number().exactOptional(),
  data: z.looseObject({ item: z.record(z.string(), z.unknown()).exactOptional() }).exactOptional(),
  payload: z.unknown().exactOptional(),
  subject: z
    .object({ type: z.enum(['conversation', 'contact', 'company', 'ticket']), id: z.string() })
    .exactOptional(),
});

/** A notification that names its workspace, all of its other fields kept. */
export type ReadNotification = Notification & { app_id: string };

/** Null where the bytes are no notification: they are recorded and acknowledged. */
export function readNotification(raw: Buffer): ReadNotification | null {
  const result = schema.safeParse(parseJson(raw));
  return result.success ? result.data : null;
}
