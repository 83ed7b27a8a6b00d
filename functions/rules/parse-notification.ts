import * as z from 'zod';
import type { Notification } from './model.ts';

/** What is asked of a notification; `parseNotification` reads one. */
export const notificationShape = z.looseObject({
  id: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .transform((id) => id ?? null),
  topic: z.string(),
  app_id: z.string().optional(),
  created_at: z.number().optional(),
  data: z.looseObject({ item: z.record(z.string(), z.unknown()).optional() }).optional(),
});

/** A notification as it came; undefined where the text is none. Extra fields are kept. */
export function parseNotification(text: string | Uint8Array): Notification | undefined {
  try {
    const json: unknown = JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text));
    const parsed = notificationShape.safeParse(json);
    if (!parsed.success) {
      return undefined;
    }
    const { app_id, created_at, data, ...rest } = parsed.data;
    const { item, ...others } = data ?? {};
    return {
      ...rest,
      ...(app_id !== undefined && { app_id }),
      ...(created_at !== undefined && { created_at }),
      ...(data !== undefined && { data: { ...others, ...(item !== undefined && { item }) } }),
    };
  } catch {
    return undefined;
  }
}
